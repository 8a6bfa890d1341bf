SELECT venue.*, FALSE AS absent, NULL::UUID AS left_import_id FROM venue SEMI JOIN import_leaving USING (venue_id)
