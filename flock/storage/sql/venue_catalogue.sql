-- Places for those who look after them, closed ones included.
SELECT venue_id, name, kind, status, town, postcode, checked_on, kept_id
FROM venue LEFT JOIN (SELECT lost_id, kept_id FROM venue_merge WHERE undone_at IS NULL) ON lost_id = venue_id
WHERE {fits}
ORDER BY lower(name), venue_id
LIMIT $most OFFSET $skip
