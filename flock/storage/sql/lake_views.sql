-- The statements that made the views of the lake.
SELECT sql FROM duckdb_views() WHERE database_name = $lake AND NOT internal
