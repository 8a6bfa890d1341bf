-- Of all who joined from $start on: when, and when they had their first tie that goes both ways.
WITH mutual AS (
    SELECT unnest([low, high]) AS number, greatest(forth, back) AS day
    FROM pair_history
    WHERE forth IS NOT NULL AND back IS NOT NULL
)
SELECT number, any_value(joined) AS joined, min(day) AS connected
FROM who LEFT JOIN mutual USING (number)
WHERE joined >= $start AND joined < $end
GROUP BY number
ORDER BY number
