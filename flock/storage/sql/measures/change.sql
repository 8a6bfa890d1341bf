-- Who came, came back, stayed and fell silent, between the window before and this one.
WITH act AS (
    SELECT
        any_value(first_seen) AS first_day, sum(acts) FILTER (day >= $start) AS now, sum(acts) FILTER (day < $start) AS earlier,
        sum(acts) FILTER (day >= $before AND day < $start) AS before
    FROM (
        SELECT
            day, member, first_seen,
            CASE $medium WHEN 'online' THEN online WHEN 'in_person' THEN in_person ELSE online + in_person END AS acts
        FROM act_day JOIN who ON number = member
        WHERE day >= least($start::DATE - 90, $before::DATE) AND day < $end
    )
    WHERE acts > 0
    GROUP BY member
)
SELECT
    count(*) FILTER (now > 0) AS active,
    count(*) FILTER (before > 0) AS active_before,
    count(*) FILTER (now > 0 AND before > 0) AS stayed,
    count(*) FILTER (now > 0 AND first_day >= $start) AS new,
    count(*) FILTER (now > 0 AND earlier IS NULL AND first_day < $start) AS reactivated,
    count(*) FILTER (now IS NULL AND earlier >= 4) AS lost
FROM act
