-- Whom a report is about, and who answered it.
SELECT about_id, answered_by FROM report WHERE report_id = $report_id
