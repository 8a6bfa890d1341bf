INSERT INTO import_blended BY NAME FROM chunk
