SELECT DISTINCT facts FROM import_stage
