-- How many of those who joined in a month were active so many months later. Months that are not over are left out.
WITH cohort AS (
    SELECT date_trunc('month', joined)::DATE AS cohort, count(*) AS members
    FROM who
    WHERE joined >= $start AND joined < $end
    GROUP BY cohort
), month AS (
    SELECT unnest(generate_series(date_trunc('month', $start::DATE), $end::DATE - 1, INTERVAL 1 MONTH))::DATE AS month
), came AS (
    SELECT date_trunc('month', joined)::DATE AS cohort, month, count(*) AS active
    FROM act_month JOIN who ON number = member
    WHERE joined >= $start AND joined < $end AND month < $end
    AND CASE $medium WHEN 'online' THEN online WHEN 'in_person' THEN in_person ELSE online + in_person END > 0
    GROUP BY ALL
)
SELECT
    cohort, date_diff('month', cohort, month) AS months_later, members, coalesce(active, 0) AS active,
    coalesce(active, 0) / members AS share
FROM cohort
JOIN month ON month >= cohort AND month + INTERVAL 1 MONTH <= $end
LEFT JOIN came USING (cohort, month)
ORDER BY cohort, months_later
