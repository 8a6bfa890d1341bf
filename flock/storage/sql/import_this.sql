CREATE TEMP TABLE import_this AS SELECT $import_id::UUID AS import_id, $now::TIMESTAMPTZ AS now
