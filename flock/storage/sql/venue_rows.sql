SELECT {columns} FROM venue WHERE {fits}
