SELECT kept_id, lost_id FROM venue_merge WHERE merge_id = $merge_id AND undone_at IS NULL
