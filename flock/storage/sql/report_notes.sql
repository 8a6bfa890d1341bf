SELECT name, report_note.words, written_at AT TIME ZONE 'UTC' AS written_at
FROM report_note
LEFT JOIN member ON member.member_id = staff_id
WHERE report_id = $report_id
ORDER BY note_id
