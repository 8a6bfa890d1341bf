-- Fields of the places to be updated that a person changed, and not back again, with who changed them last and when.
SELECT line, venue_id, field, editor, edited_at AT TIME ZONE 'UTC' AS edited_at
FROM import_outcome JOIN (
    SELECT venue_id, field, arg_max(editor, edited_at) AS editor, max(edited_at) AS edited_at
    FROM venue_edit
    GROUP BY venue_id, field
    HAVING arg_min_null(old_value, (edited_at, edit_id)) IS DISTINCT FROM arg_max_null(new_value, (edited_at, edit_id))
) USING (venue_id)
WHERE outcome = 'updated'
ORDER BY line, field
