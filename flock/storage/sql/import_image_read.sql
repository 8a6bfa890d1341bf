SELECT content FROM import_image WHERE import_id = $import_id AND turn = $turn AND part = $part
