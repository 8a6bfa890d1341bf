-- The history of a place and of those that were merged into it, newest first.
SELECT edit_id, venue_id, field, old_value, new_value, edited_at AT TIME ZONE 'UTC' AS edited_at, editor, cause, change_id
FROM venue_edit
WHERE venue_id IN (SELECT unnest($venue_ids::UUID[])) AND ($field IS NULL OR field = $field)
ORDER BY venue_edit.edited_at DESC, change_id DESC, field
LIMIT $most
