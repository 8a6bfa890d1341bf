CREATE OR REPLACE TEMP TABLE import_blended AS FROM import_stage LIMIT 0
