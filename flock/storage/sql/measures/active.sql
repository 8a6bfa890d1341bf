-- Who did anything in a window, on how many days, and how much of it was writing or hosting.
SELECT member, sum(acts)::BIGINT AS acts, count(*) AS days, sum(written)::BIGINT AS written, sum(hosted)::BIGINT AS hosted
FROM (
    SELECT
        member, written, hosted,
        CASE $medium WHEN 'online' THEN online WHEN 'in_person' THEN in_person ELSE online + in_person END AS acts
    FROM act_day JOIN who ON number = member
    WHERE day >= $start AND day < $end
)
WHERE acts > 0
GROUP BY member
ORDER BY member
