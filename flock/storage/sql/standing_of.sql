SELECT state, until AT TIME ZONE 'UTC' AS until, report_id FROM standing WHERE member_id = $member_id AND (standing.until IS NULL OR standing.until > $now)
