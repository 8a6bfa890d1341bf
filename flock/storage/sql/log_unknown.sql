SELECT key, coalesce(name, key) AS name, acts, is_ambiguous FROM log_person WHERE is_unknown ORDER BY acts DESC, key
