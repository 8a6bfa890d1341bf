SELECT max(abs(lat)) FROM import_stage
