SELECT import_id, file_name, tool, who, state, finished_at, undone_at, taken, duplicates, rejected, skipped, acts, members
FROM log_import
WHERE state <> 'running' AND sample = $sample
ORDER BY started_at DESC
