-- The import that last wrote a place.
SELECT file_name, who, finished_at AT TIME ZONE 'UTC' AS finished_at, sample FROM import_batch JOIN venue USING (import_id) WHERE venue_id = $venue_id
