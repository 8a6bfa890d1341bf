SELECT
    import_id, file_name, sha256, who, member_id, sample, state,
    started_at AT TIME ZONE 'UTC' AS started, finished_at AT TIME ZONE 'UTC' AS finished,
    turn, turned_at AT TIME ZONE 'UTC' AS turned, turned_by,
    rows, created, updated, unchanged, rejected, duplicates, doubtful, geocoded
FROM import_batch
WHERE $import_id IS NULL OR import_id = $import_id
ORDER BY started_at DESC, import_id DESC
LIMIT $most OFFSET $skip
