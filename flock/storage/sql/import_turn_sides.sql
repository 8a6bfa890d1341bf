-- Places that come back and that people edited since: as they come, and as they are.
SELECT coming.venue_id, coming, venue
FROM import_coming AS coming JOIN venue USING (venue_id)
WHERE venue_id IN (SELECT venue_id::UUID FROM chunk)
