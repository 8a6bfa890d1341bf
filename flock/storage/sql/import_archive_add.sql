INSERT INTO venue_archive BY NAME
SELECT $import_id::UUID AS archived_for, now() AS archived_at, venue.* FROM venue SEMI JOIN chunk USING (venue_id)
