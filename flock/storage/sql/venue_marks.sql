-- What a map draws of single places.
SELECT venue_id, lat, lon, kind, name, status, hours, tz
FROM venue
WHERE {fits}
