-- Who last changed each field.
SELECT field, max_by(editor, edited_at) AS editor, max(edited_at) AT TIME ZONE 'UTC' AS edited_at
FROM venue_edit
WHERE venue_id = $venue_id
GROUP BY field
