-- The log of some days with small numbers for members: what the other questions of this folder read.
CREATE OR REPLACE TEMP TABLE day_log AS
SELECT
    DATE '1970-01-01' + (epoch_us(happened_at) // 86400000000)::INTEGER AS day,
    kind, actor.number AS actor, towards.number AS towards, online, meetup,
    list_contains($both_ways::VARCHAR[], kind) AS both_ways, list_contains($written::VARCHAR[], kind) AS written,
    list_contains($direct::VARCHAR[], kind) AS direct
FROM act
JOIN member_number AS actor ON actor.member_id = actor_id
LEFT JOIN member_number AS towards ON towards.member_id = towards_id
WHERE happened_at >= $start AND happened_at < $end AND day IN (SELECT unnest($days::DATE[]))
