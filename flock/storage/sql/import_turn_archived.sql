-- Places that go although members have added something to them: they are kept out of sight. A table that speaks of places is named here.
CREATE TEMP TABLE import_archived AS
SELECT venue_id
FROM import_leaving ANTI JOIN import_coming USING (venue_id)
WHERE venue_id IN (SELECT venue_id FROM interaction)
    OR venue_id IN (SELECT venue_id FROM venue_edit)
    OR venue_id IN (SELECT venue_id FROM fact_check)
    OR venue_id IN (SELECT venue_id FROM suggestion)
    OR venue_id IN (SELECT kept_id FROM venue_merge)
