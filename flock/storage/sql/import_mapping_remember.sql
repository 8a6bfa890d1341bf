INSERT INTO import_mapping VALUES ($owner_id, $shape, $mapping::JSON, $at)
