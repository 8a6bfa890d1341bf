UPDATE log_import
SET state = 'committed', finished_at = now(), rows = $rows, taken = $taken, duplicates = $duplicates, rejected = $rejected,
    skipped = $skipped, acts = $acts, members = $members
WHERE import_id = $import_id
