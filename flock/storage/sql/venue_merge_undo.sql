UPDATE venue_merge SET undone_at = $at WHERE merge_id = $merge_id
