SELECT venue_id, field, old_value, new_value FROM venue_edit WHERE change_id = $merge_id AND cause = 'merge'
