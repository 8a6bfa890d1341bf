SELECT suggestion_id, field, old_value, new_value, accepted
FROM suggestion_change
WHERE suggestion_id IN (SELECT unnest($suggestion_ids::UUID[]))
