-- Bring over the rows of a file that is new.
INSERT INTO {rows}
SELECT {columns}, $number, file_row_number
FROM read_parquet($file, file_row_number => TRUE)
