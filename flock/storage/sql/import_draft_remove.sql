DELETE FROM import_draft WHERE draft_id = $draft_id;
DELETE FROM import_draft_part WHERE draft_id = $draft_id
