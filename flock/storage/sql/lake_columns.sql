-- The columns of all tables of the lake, in order.
SELECT table_name, column_name, data_type
FROM duckdb_columns()
WHERE database_name = $lake AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE database_name = $lake)
ORDER BY table_name, column_index
