UPDATE {table} SET venue_id = $kept_id WHERE venue_id = $lost_id
