-- Places by id; the span of their quadkeys tells the zone maps where to look.
SELECT {columns}
FROM venue
WHERE quadkey >= $first AND quadkey <= $last AND list_contains($venue_ids::UUID[], venue_id)
