-- Whom she blocked herself, by name: she knew it when she did it. Who blocked her is asked by nobody.
SELECT blocked_id, name, block.blocked_at AT TIME ZONE 'UTC' AS blocked_at
FROM block
JOIN member ON member.member_id = block.blocked_id
WHERE blocker_id = $looking
ORDER BY block.blocked_at DESC
