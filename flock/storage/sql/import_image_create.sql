CREATE TEMP TABLE import_found AS SELECT *, FALSE AS absent, NULL::UUID AS left_import_id FROM venue LIMIT 0
