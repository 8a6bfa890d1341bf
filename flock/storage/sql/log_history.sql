SELECT import_id, file_name, tool, who, state, finished_at, undone_at, taken, duplicates, rejected, skipped, acts, members,
    (SELECT count(*) FROM log_group_member AS one WHERE one.import_id = log_import.import_id) AS memberships
FROM log_import
WHERE state <> 'running' AND sample = $sample
ORDER BY started_at DESC
