SELECT mapping, saved_at::TIMESTAMP FROM import_mapping WHERE owner_id = $owner_id AND shape = $shape ORDER BY saved_at DESC LIMIT 1
