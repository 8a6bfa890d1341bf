-- When each had her first tie that goes both ways, among the pairs of this part.
INSERT INTO mutual
SELECT number, min(day)
FROM (
    SELECT unnest([low, high]) AS number, greatest(forth, back) AS day
    FROM pair_history
    WHERE forth IS NOT NULL AND back IS NOT NULL
)
GROUP BY number
