-- What keeps a member away, from when and until when (UTC), the latest first.
SELECT state, since AT TIME ZONE 'UTC' AS since_utc, standing.until AT TIME ZONE 'UTC' AS until_utc
FROM standing
WHERE member_id = $member_id
ORDER BY since DESC
