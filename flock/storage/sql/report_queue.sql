SELECT
    report_id, reporter_id, reporter.name AS reporter_name, about_id, about.name AS about_name, place, reason, words, context, report.sent_at AT TIME ZONE 'UTC' AS sent_at, state,
    outcome, outcome_words, answered_at AT TIME ZONE 'UTC' AS answered_at, staff.name AS answered_by, appeal, appealed_at AT TIME ZONE 'UTC' AS appealed_at, appeal_answer,
    appeal_answered_at AT TIME ZONE 'UTC' AS appeal_answered_at,
    (SELECT count(*) FROM report AS other WHERE other.about_id = report.about_id) AS reports_about
FROM report
LEFT JOIN member AS reporter ON reporter.member_id = reporter_id
LEFT JOIN member AS about ON about.member_id = about_id
LEFT JOIN member AS staff ON staff.member_id = answered_by
WHERE $report_id IS NULL OR report_id = $report_id
ORDER BY state = 'open' DESC, appeal IS NOT NULL AND appeal_answer IS NULL DESC, CASE WHEN state = 'open' THEN report.sent_at END, report.sent_at DESC
LIMIT $most
