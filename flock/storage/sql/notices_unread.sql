SELECT notice.notice_id, notice.report_id, notice.words, notice.sent_at AT TIME ZONE 'UTC' AS sent_at, report.appeal IS NULL AND report.outcome IS NOT NULL AS may_appeal
FROM notice
LEFT JOIN report ON report.report_id = notice.report_id
WHERE notice.member_id = $looking AND read_at IS NULL
ORDER BY notice_id
