UPDATE report
SET state = 'answered', outcome = $outcome, outcome_words = $words, answered_at = $now, answered_by = $staff_id
WHERE report_id = $report_id AND state = 'open'
