UPDATE report
SET appeal_answer = $words, appeal_answered_at = $now
WHERE report_id = $report_id AND appeal IS NOT NULL AND appeal_answer IS NULL
