-- Active members by day, and in the 30 days that end with it. A day of hers counts for 30 days or until her next.
WITH act AS (
    SELECT day, member
    FROM act_day JOIN who ON number = member
    WHERE day > $start::DATE - 30 AND day < $end
    AND CASE $medium WHEN 'online' THEN online WHEN 'in_person' THEN in_person ELSE online + in_person END > 0
), span AS (
    SELECT day, least(day + 30, coalesce(lead(day) OVER (PARTITION BY member ORDER BY day), day + 30)) AS until FROM act
), step AS (
    SELECT day, sum(step) AS step, sum(came) AS active
    FROM (
        SELECT day, 1 AS step, 1 AS came FROM span
        UNION ALL
        SELECT until, -1, 0 FROM span
        UNION ALL
        SELECT unnest(generate_series($start::DATE, $end::DATE - 1, INTERVAL 1 DAY))::DATE, 0, 0
    )
    GROUP BY day
)
SELECT day, active::BIGINT AS active, active_30_days::BIGINT AS active_30_days
FROM (SELECT day, active, sum(step) OVER (ORDER BY day) AS active_30_days FROM step)
WHERE day >= $start AND day < $end
ORDER BY day
