INSERT INTO import_found BY NAME FROM chunk
