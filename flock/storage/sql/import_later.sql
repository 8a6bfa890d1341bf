-- Imports that wrote over places of this one, and are still in.
SELECT file_name FROM import_batch WHERE state = 'committed' AND list_contains(over, $import_id::UUID) ORDER BY started_at DESC
