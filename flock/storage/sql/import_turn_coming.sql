-- The places that come back. One that somebody took off the map since stays off it, unless this import itself had taken it away.
-- They are told by their ids: a copy of a million of them would take as much memory again as the image.
CREATE TEMP TABLE import_comes (venue_id UUID);
CREATE TEMP VIEW import_coming AS
SELECT found.* EXCLUDE (absent, left_import_id), word.* EXCLUDE (facts)
FROM import_found AS found SEMI JOIN import_comes USING (venue_id) JOIN import_word AS word ON word.facts = found.facts
WHERE NOT absent;
INSERT INTO import_comes
SELECT found.venue_id
FROM import_found AS found
LEFT JOIN import_batch AS own USING (import_id)
WHERE NOT found.absent AND (
    found.venue_id IN (SELECT venue_id FROM venue)
    OR CASE WHEN $brings_in THEN left_import_id IS NULL ELSE coalesce(own.sample AND NOT $sample, FALSE) END
)
