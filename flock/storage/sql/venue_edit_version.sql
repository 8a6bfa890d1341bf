UPDATE venue_version SET version = version + 1
