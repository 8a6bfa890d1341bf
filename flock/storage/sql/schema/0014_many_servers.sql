-- On a lake, the files of imports in progress, so that every server has them: in parts, and gone with their draft.
CREATE TABLE import_draft_part (draft_id UUID, owner_id UUID, part INTEGER, content BLOB);
-- Where a file lies is each server's own affair.
ALTER TABLE import_draft DROP COLUMN path;
-- When a job was last begun that must be done once, however many servers there are.
CREATE TABLE schedule (job VARCHAR, begun_at TIMESTAMPTZ);
