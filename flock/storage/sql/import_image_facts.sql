SELECT DISTINCT facts FROM import_found
