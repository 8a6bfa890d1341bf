-- A table of the copy, and what questions see of it.
CREATE TABLE {rows} ({columns}, lake_file INTEGER, lake_row BIGINT);
CREATE OR REPLACE VIEW {table} AS SELECT * EXCLUDE (lake_file, lake_row) FROM {rows}
