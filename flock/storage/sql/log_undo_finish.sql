UPDATE log_import SET state = 'undone', undone_at = now() WHERE import_id = $import_id
