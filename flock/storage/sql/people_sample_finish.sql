INSERT INTO sample_load VALUES (now())
