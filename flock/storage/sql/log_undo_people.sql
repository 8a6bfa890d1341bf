DELETE FROM log_member WHERE import_id = $import_id
