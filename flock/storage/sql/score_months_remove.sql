DELETE FROM score_month WHERE import_id = $import_id
