DELETE FROM import_mapping WHERE owner_id = $owner_id AND shape = $shape
