UPDATE report
SET appeal = $words, appealed_at = $now
WHERE report_id = $report_id AND about_id = $looking AND state = 'answered' AND outcome <> 'none' AND appeal IS NULL
