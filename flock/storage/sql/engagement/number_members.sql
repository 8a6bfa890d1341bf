INSERT INTO member_number BY NAME
WITH known AS (
    SELECT member_id, 0 AS place FROM member
    UNION ALL
    SELECT actor_id, 1 FROM interaction WHERE happened_at >= $start AND happened_at < $end
    UNION ALL
    SELECT towards_id, 1 FROM interaction WHERE happened_at >= $start AND happened_at < $end AND towards_id IS NOT NULL
), fresh AS (
    SELECT member_id, min(place) AS place FROM known ANTI JOIN member_number USING (member_id) GROUP BY member_id
)
SELECT
    member_id,
    ((SELECT coalesce(max(number), -1) FROM member_number) + row_number() OVER (ORDER BY place, member_id))::INTEGER AS number
FROM fresh
