INSERT INTO member BY NAME SELECT $sample AS sample, chunk.* FROM chunk;
