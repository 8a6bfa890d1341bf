-- What went along, as far as it is still where it went.
UPDATE {table}
SET venue_id = $lost_id
WHERE venue_id = $kept_id
    AND {key} IN (SELECT row_id FROM venue_merge_moved WHERE merge_id = $merge_id AND table_name = '{table}')
