DELETE FROM opening_hours WHERE hours_id = $hours_id AND NOT EXISTS (SELECT 1 FROM venue WHERE venue.hours_id = $hours_id)
