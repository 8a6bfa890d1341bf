SELECT value FROM secret WHERE name = $name
