INSERT INTO venue_next BY NAME FROM chunk
