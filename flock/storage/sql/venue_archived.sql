SELECT name, archived_at AT TIME ZONE 'UTC' AS archived_at FROM venue_archive
WHERE venue_id = $venue_id ORDER BY venue_archive.archived_at DESC LIMIT 1
