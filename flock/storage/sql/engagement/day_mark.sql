INSERT INTO log_day BY NAME SELECT unnest($days::DATE[]) AS day, unnest($rows::BIGINT[]) AS rows, unnest($marks::UBIGINT[]) AS mark
