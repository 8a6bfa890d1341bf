DELETE FROM log_group WHERE import_id = $import_id
