SELECT version FROM venue_version
