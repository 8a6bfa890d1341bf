SELECT DISTINCT import_id FROM venue SEMI JOIN import_leaving USING (venue_id) ORDER BY import_id
