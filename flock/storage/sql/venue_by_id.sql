SELECT {columns} FROM venue WHERE venue_id = $venue_id
