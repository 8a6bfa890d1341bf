-- Bring a table over whole: each row with the number of its file and its place in it.
INSERT INTO {rows}
SELECT row.* EXCLUDE (filename, file_row_number), file.number, row.file_row_number
FROM (SELECT {columns}, filename, file_row_number FROM {table}) AS row
JOIN (SELECT unnest($files) AS filename, unnest($numbers) AS number) AS file USING (filename)
