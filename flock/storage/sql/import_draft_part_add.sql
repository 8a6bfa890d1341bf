INSERT INTO import_draft_part VALUES ($draft_id, $owner_id, $part, $content)
