SELECT state, until
FROM standing
WHERE member_id = $member_id AND since <= $now AND (until IS NULL OR until > $now)
ORDER BY since DESC
LIMIT 1
