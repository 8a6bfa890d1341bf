DELETE FROM venue_archive WHERE archived_for = $import_id
