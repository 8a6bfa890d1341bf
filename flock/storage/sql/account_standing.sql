SELECT state, until AT TIME ZONE 'UTC' AS until_utc
FROM standing
WHERE member_id = $member_id AND (standing.until IS NULL OR standing.until > $now)
ORDER BY since DESC
LIMIT 1
