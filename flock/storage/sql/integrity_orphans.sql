-- Rows that belong to something that is not there. Table and column names are the app's own.
SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN ({there})
