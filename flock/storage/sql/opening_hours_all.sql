SELECT hours_id, hours, tz FROM opening_hours
