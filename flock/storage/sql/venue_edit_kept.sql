SELECT kept_id FROM venue_merge WHERE lost_id = $venue_id AND undone_at IS NULL
