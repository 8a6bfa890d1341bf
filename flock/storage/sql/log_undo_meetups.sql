DELETE FROM log_meetup WHERE import_id = $import_id
