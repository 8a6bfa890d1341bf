SELECT edit_id, venue_id, field, old_value, new_value, edited_at AT TIME ZONE 'UTC', editor, cause, change_id FROM venue_edit WHERE edit_id = $edit_id
