-- Rows of another table that speak of the lost place, and are about to move along.
INSERT INTO venue_merge_moved SELECT $merge_id, '{table}', {key} FROM {table} WHERE venue_id = $lost_id
