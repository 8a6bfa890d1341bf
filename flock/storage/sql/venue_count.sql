SELECT count(*) FROM venue WHERE {fits}
