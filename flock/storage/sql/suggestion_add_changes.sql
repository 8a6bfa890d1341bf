INSERT INTO suggestion_change (suggestion_id, field, old_value, new_value)
SELECT $suggestion_id, field, old_value, new_value
FROM chunk
