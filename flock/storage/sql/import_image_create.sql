-- The rows of an image. The words for what a place offers are told from its bits: they would take a third of the memory.
CREATE TEMP TABLE import_found AS
SELECT
    * EXCLUDE (kind, status, wifi, sockets, noise, time_limit, calls, standing_desk, wheelchair, family_room, price),
    FALSE AS absent, NULL::UUID AS left_import_id
FROM venue LIMIT 0
