SELECT count(*)
FROM venue LEFT JOIN (SELECT lost_id, kept_id FROM venue_merge WHERE undone_at IS NULL) ON lost_id = venue_id
WHERE {fits}
