UPDATE score_import SET undone_at = $now WHERE import_id = $import_id AND undone_at IS NULL
