-- Rows to blend: the row, the row that is kept for it where both come, else the place that is there. One for each place, and none
-- where another row updates that place as a whole.
SELECT first(line ORDER BY line) AS line, kept_line, venue_id
FROM (
    SELECT line, CASE WHEN venue_id IS NULL THEN kept_line END AS kept_line, venue_id
    FROM import_outcome
    WHERE outcome = 'merged'
)
WHERE venue_id IS NULL OR venue_id NOT IN (SELECT venue_id FROM import_outcome WHERE outcome = 'updated')
GROUP BY kept_line, venue_id
ORDER BY line
