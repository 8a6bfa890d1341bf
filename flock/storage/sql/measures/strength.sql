-- The strength of all ties together, each less by a tenth for every month in which nothing happened; and whether anybody ever met.
SELECT
    sum(weight * power($fades_to, ($end::DATE - 1 - last_day) // 30)) AS strength, count(*) FILTER (weight > 0) AS pairs,
    count(met_day) > 0 AS ever_met
FROM pair_history
