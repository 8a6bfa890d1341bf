-- The strength of all ties together, each less by a tenth for every month in which nothing happened.
SELECT sum(weight * power($fades_to, ($end::DATE - 1 - last_day) // 30)) AS strength, count(*) FILTER (weight > 0) AS pairs
FROM pair
