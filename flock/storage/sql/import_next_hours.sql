INSERT INTO opening_hours_next BY NAME FROM chunk
