-- Imports in progress: which file, how it is read, and what a person has chosen, repaired and decided so far. Gone after a day.
CREATE TABLE import_draft (
    draft_id UUID, owner_id UUID, file_name VARCHAR, path VARCHAR, sha256 VARCHAR, reading JSON, mapping JSON, fixes JSON,
    decisions JSON, step VARCHAR, created_at TIMESTAMPTZ, updated_at TIMESTAMPTZ
);
-- Which column was which field the last time that a person brought in a table with these column names.
CREATE TABLE import_mapping (owner_id UUID, shape VARCHAR, mapping JSON, saved_at TIMESTAMPTZ);
