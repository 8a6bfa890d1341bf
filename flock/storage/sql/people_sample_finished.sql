SELECT count(*) > 0 FROM sample_load
