-- What became of her own reports: that they came in and whether they were answered, not what was done to whom.
SELECT report_id, reason, report.sent_at AT TIME ZONE 'UTC' AS sent_at, state, answered_at AT TIME ZONE 'UTC' AS answered_at FROM report WHERE reporter_id = $looking ORDER BY report.sent_at DESC
