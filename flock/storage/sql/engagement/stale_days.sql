-- The days whose log is not what it was when they were last computed; rows is 0 where a day is gone altogether.
WITH now AS (
    SELECT
        DATE '1970-01-01' + (epoch_us(happened_at) // 86400000000)::INTEGER AS day,
        count(*) AS rows,
        bit_xor(hash(hash(interaction_id, actor_id, towards_id, kind, happened_at))) AS mark  -- a hash of several is an exclusive or
    FROM interaction
    GROUP BY day
)
SELECT coalesce(now.day, log_day.day) AS day, coalesce(now.rows, 0) AS rows, coalesce(now.mark, 0) AS mark
FROM now FULL JOIN log_day USING (day)
WHERE now.rows IS DISTINCT FROM log_day.rows OR now.mark IS DISTINCT FROM log_day.mark
ORDER BY day
