INSERT INTO notice BY NAME
SELECT uuidv7() AS notice_id, $member_id AS member_id, $report_id AS report_id, $words AS words, $now AS sent_at
