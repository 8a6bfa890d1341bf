UPDATE suggestion_change
SET accepted = field IN (SELECT unnest($accepted::VARCHAR[]))
WHERE suggestion_id = $suggestion_id
