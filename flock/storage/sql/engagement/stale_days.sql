-- The days whose log is not what it was when they were last computed; rows is 0 where a day is gone altogether. All days, or
-- those from $start up to and without $end.
WITH now AS (
    SELECT
        DATE '1970-01-01' + (epoch_us(happened_at) // 86400000000)::INTEGER AS day,
        count(*) AS rows,
        bit_xor(hash(hash(interaction_id, actor_id, towards_id, kind, happened_at))) AS mark  -- a hash of several is an exclusive or
    FROM act
    WHERE ($start IS NULL OR happened_at >= $start::DATE::TIMESTAMPTZ) AND ($end IS NULL OR happened_at < $end::DATE::TIMESTAMPTZ)
    GROUP BY day
), known AS (
    SELECT day, rows, mark FROM log_day WHERE ($start IS NULL OR day >= $start) AND ($end IS NULL OR day < $end)
)
SELECT coalesce(now.day, known.day) AS day, coalesce(now.rows, 0) AS rows, coalesce(now.mark, 0) AS mark
FROM now FULL JOIN known USING (day)
WHERE now.rows IS DISTINCT FROM known.rows OR now.mark IS DISTINCT FROM known.mark
ORDER BY day
