-- A member who is through the gate, and what may keep her away, if anything, from when and until when (UTC).
-- The sample's people have no account and no gate.
SELECT member_id, name, role, since AT TIME ZONE 'UTC' AS since_utc, standing.until AT TIME ZONE 'UTC' AS until_utc
FROM member
LEFT JOIN standing USING (member_id)
WHERE member_id = $member_id AND member_id NOT IN (SELECT member_id FROM account WHERE admitted_at IS NULL)
