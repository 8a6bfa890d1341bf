SELECT content FROM import_image WHERE import_id = $import_id AND turn = $turn ORDER BY part
