-- A member who is through the gate and has not been sent away. The sample's people have no account and no gate.
SELECT member_id, name, role
FROM member
WHERE member_id = $member_id
    AND member_id NOT IN (SELECT member_id FROM account WHERE admitted_at IS NULL)
    AND member_id NOT IN (SELECT member_id FROM standing WHERE until IS NULL OR until > $now)
