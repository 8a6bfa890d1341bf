SELECT content FROM import_draft_part WHERE draft_id = $draft_id AND part = $part
