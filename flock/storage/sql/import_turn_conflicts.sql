-- Imports that changed or brought in, since this one was undone, places that would come back with it.
SELECT DISTINCT import_batch.file_name
FROM import_found AS found
JOIN venue ON venue.venue_id = found.venue_id OR venue.natural_key = found.natural_key
JOIN import_batch ON import_batch.import_id = venue.import_id
WHERE NOT found.absent AND venue.import_id IS DISTINCT FROM found.left_import_id
ORDER BY file_name
