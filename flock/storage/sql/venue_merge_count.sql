SELECT count(*) FROM {table} WHERE venue_id = $venue_id
