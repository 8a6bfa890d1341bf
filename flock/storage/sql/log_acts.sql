SELECT happened_at, kind, actor_id, towards_id, online, thread, meetup
FROM log_row
WHERE unknown_key IS NULL AND NOT is_self AND NOT is_duplicate
