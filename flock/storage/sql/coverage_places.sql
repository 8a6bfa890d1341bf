SELECT lat, lon
FROM venue
WHERE facts & $forbidden = 0 AND lat BETWEEN $south AND $north AND lon BETWEEN $west AND $east
