-- The places that are written anew, and those of the sample that give way.
CREATE TEMP TABLE import_leaving AS
SELECT venue_id FROM import_outcome WHERE outcome = 'updated'
UNION
SELECT venue_id FROM import_blended WHERE venue_id IN (SELECT venue_id FROM venue)
UNION
SELECT venue_id FROM venue SEMI JOIN import_given_way USING (import_id)
