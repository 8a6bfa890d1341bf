SELECT kind, count(*) AS acts FROM log_row WHERE unknown_key IS NULL AND NOT is_self AND NOT is_duplicate GROUP BY kind ORDER BY acts DESC, kind
