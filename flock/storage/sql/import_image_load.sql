INSERT INTO import_found BY NAME
SELECT * EXCLUDE (kind, status, wifi, sockets, noise, time_limit, calls, standing_desk, wheelchair, family_room, price) FROM chunk
