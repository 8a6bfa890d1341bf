-- Everybody, for leads: who is at the gate, who is here, who was sent away. Nothing of where anybody lives.
WITH away AS (
    SELECT member_id, any_value(state) AS state
    FROM standing
    WHERE until IS NULL OR until > $now
    GROUP BY ALL
)
SELECT
    member_id, name, does, role, joined_on,
    CASE
        WHEN away.state IS NOT NULL THEN away.state
        WHEN account.member_id IS NULL OR admitted_at IS NOT NULL THEN 'here'
        WHEN member_id IN (SELECT member_id FROM identity) THEN 'waiting'
        ELSE 'invited'
    END AS state
FROM member
LEFT JOIN account USING (member_id)
LEFT JOIN away USING (member_id)
WHERE member.sample = $sample AND (name ILIKE '%' || $text || '%' ESCAPE '!' OR does ILIKE '%' || $text || '%' ESCAPE '!')
ORDER BY state = 'waiting' DESC, lower(name), member_id
LIMIT $most
OFFSET $skip
