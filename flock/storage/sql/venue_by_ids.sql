-- Places by id. The span of their quadkeys tells the zone maps where to look, and the box leaves few rows whose ids to compare.
SELECT {columns}
FROM venue
WHERE quadkey >= $first AND quadkey <= $last AND {fits} AND list_contains($venue_ids::UUID[], venue_id)
