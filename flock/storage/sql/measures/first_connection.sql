-- Of all who joined from $start on: when, and when they had their first tie that goes both ways.
SELECT number, any_value(joined) AS joined, min(day) AS connected
FROM who LEFT JOIN mutual USING (number)
WHERE joined >= $start AND joined < $end
GROUP BY number
ORDER BY number
