UPDATE import_batch
SET state = 'committed', finished_at = now(), rows = $rows, created = $created, updated = $updated, unchanged = $unchanged,
    rejected = $rejected, duplicates = $duplicates, doubtful = $doubtful, geocoded = $geocoded, over = $over
WHERE import_id = $import_id
