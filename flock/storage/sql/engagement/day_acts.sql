INSERT INTO act_day BY NAME
WITH act AS (
    SELECT day, actor AS member, online, kind, written FROM day_log
    UNION ALL
    SELECT day, towards, online, kind, written FROM day_log WHERE towards IS NOT NULL AND towards <> actor AND both_ways
)
SELECT
    day, member,
    count_if(online) AS online, count_if(NOT online) AS in_person, count_if(kind = 'post') AS posts,
    count_if(written) AS written, count_if(kind = 'hosted') AS hosted
FROM act
GROUP BY day, member
ORDER BY day, member
