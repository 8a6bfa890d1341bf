-- Who brought a table in, what of it was in doubt, and how often it was taken back and brought in again. An even turn is in, an odd one
-- is out. `over` are the earlier imports whose places this one wrote over: they cannot be taken back before it is.
ALTER TABLE import_batch ADD COLUMN member_id UUID;
ALTER TABLE import_batch ADD COLUMN doubtful BIGINT;
ALTER TABLE import_batch ADD COLUMN geocoded BIGINT;
ALTER TABLE import_batch ADD COLUMN over UUID[];
ALTER TABLE import_batch ADD COLUMN turn INTEGER;
ALTER TABLE import_batch ADD COLUMN turned_at TIMESTAMPTZ;
ALTER TABLE import_batch ADD COLUMN turned_by VARCHAR;
UPDATE import_batch SET turn = 0;
-- The places as an import's last turn found them, to be put back by the next one: Arrow streams of rows of `venue`, a slice each.
CREATE TABLE import_image (import_id UUID, turn INTEGER, part INTEGER, content BLOB);
-- Places that an undone import had brought, and that members have added something to since: kept, and not shown.
CREATE TABLE venue_archive AS SELECT NULL::UUID AS archived_for, now() AS archived_at, * FROM venue LIMIT 0;
