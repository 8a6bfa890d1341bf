INSERT INTO import_stage BY NAME FROM import_blended
