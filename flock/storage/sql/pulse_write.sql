INSERT INTO pulse_answer BY NAME SELECT $month::DATE AS month, * FROM chunk
