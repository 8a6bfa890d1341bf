SELECT DISTINCT hours_id, hours, tz FROM venue_next WHERE hours IS NOT NULL
