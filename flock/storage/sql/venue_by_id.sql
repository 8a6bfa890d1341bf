SELECT {columns}, NULL AS distance_m FROM venue WHERE venue_id = $venue_id
