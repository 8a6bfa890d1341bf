-- The places that are written anew or go: those that come back, and those that this import alone had brought.
CREATE TEMP TABLE import_leaving AS
SELECT venue_id FROM venue SEMI JOIN import_found USING (venue_id)
UNION
SELECT venue_id FROM venue WHERE import_id = $import_id AND NOT $brings_in
