-- Places that come back and that people edited: they keep what those changed.
SELECT venue_id, field
FROM (
    SELECT venue_id, field
    FROM venue_edit
    GROUP BY venue_id, field
    HAVING arg_min_null(old_value, (edited_at, edit_id)) IS DISTINCT FROM arg_max_null(new_value, (edited_at, edit_id))
) SEMI JOIN import_coming USING (venue_id)
