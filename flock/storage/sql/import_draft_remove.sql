DELETE FROM import_draft WHERE draft_id = $draft_id
