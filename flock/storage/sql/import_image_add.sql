INSERT INTO import_image VALUES ($import_id, $turn, $part, $content)
