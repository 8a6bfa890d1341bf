INSERT INTO act_day BY NAME
WITH act AS (
    SELECT day, actor AS member, online, kind FROM day_log
    UNION ALL
    SELECT day, towards, online, kind
    FROM day_log
    WHERE towards IS NOT NULL AND towards <> actor AND kind IN (SELECT unnest($both_ways::VARCHAR[]))
)
SELECT
    day, member,
    count(*) FILTER (online) AS online, count(*) FILTER (NOT online) AS in_person, count(*) FILTER (kind = 'post') AS posts,
    count(*) FILTER (kind IN (SELECT unnest($written::VARCHAR[]))) AS written, count(*) FILTER (kind = 'hosted') AS hosted
FROM act
GROUP BY day, member
ORDER BY day, member
