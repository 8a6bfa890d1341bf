DELETE FROM log_group_member WHERE import_id = $import_id
