INSERT INTO report_note BY NAME
SELECT uuidv7() AS note_id, $report_id AS report_id, $staff_id AS staff_id, $words AS words, $now AS written_at
