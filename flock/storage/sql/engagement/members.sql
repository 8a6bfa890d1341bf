-- Everybody whom the log or the table of members knows, by number. Who left the community stands here without role or home; who
-- is gone from both is not here.
-- Where nobody wrote down when she joined, it is the day she is first seen.
WITH gone AS (
    SELECT member_id FROM standing WHERE since <= now() AND (until IS NULL OR until > now())
), seen AS (
    SELECT member, min(first_day) AS first_day FROM act_month GROUP BY member
)
SELECT
    number, member_number.member_id, coalesce(role, 'member') <> 'member' AS staff, coalesce(home_cell, 0) AS home_cell,
    coalesce(joined_on, first_day) AS joined, first_day AS first_seen, name, coalesce(seen_by, 'nobody') <> 'nobody' AND member_number.member_id NOT IN (SELECT member_id FROM gone) AS named,
    member.member_id IS NOT NULL OR first_day IS NOT NULL AS here
FROM member_number
LEFT JOIN member ON member.member_id = member_number.member_id
LEFT JOIN seen ON seen.member = number
ORDER BY number
