INSERT INTO venue_cell_next BY NAME FROM chunk
