INSERT INTO act_month BY NAME
SELECT
    date_trunc('month', day)::DATE AS month, member, sum(online)::INTEGER AS online, sum(in_person)::INTEGER AS in_person,
    min(day) AS first_day, min(day) FILTER (posts > 0) AS first_post
FROM act_day
WHERE month IN (SELECT date_trunc('month', unnest($days::DATE[])))
GROUP BY ALL
ORDER BY ALL
