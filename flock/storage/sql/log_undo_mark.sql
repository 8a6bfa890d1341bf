UPDATE log_import SET state = 'undoing' WHERE import_id = $import_id
