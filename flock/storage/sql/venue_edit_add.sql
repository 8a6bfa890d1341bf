INSERT INTO venue_edit BY NAME
SELECT uuidv7() AS edit_id, $venue_id::UUID AS venue_id, field, old_value, new_value, $now::TIMESTAMPTZ AS edited_at,
    $editor_id::UUID AS editor_id, $editor AS editor, $cause AS cause, $change_id::UUID AS change_id
FROM chunk
