-- The town that most places near a point name.
SELECT town
FROM venue
WHERE town IS NOT NULL AND lat BETWEEN $south AND $north AND lon BETWEEN $west AND $east
GROUP BY town
ORDER BY count(*) DESC, town
LIMIT 1
