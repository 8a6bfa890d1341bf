SELECT line, is_self, unknown_key, who = unknown_key AS is_actor
FROM log_row
WHERE unknown_key IS NOT NULL OR is_self
ORDER BY line
