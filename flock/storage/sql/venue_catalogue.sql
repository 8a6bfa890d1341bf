-- Places for those who look after them, closed ones included; a place that was merged into another only where such are asked for.
SELECT venue_id, name, kind, status, town, postcode, checked_on, kept_id, count(*) OVER () AS total
FROM venue LEFT JOIN (SELECT lost_id, kept_id FROM venue_merge WHERE undone_at IS NULL) ON lost_id = venue_id
WHERE (kept_id IS NOT NULL) = $merged
    AND ($status::VARCHAR IS NULL OR status = $status)
    AND ($checked_before::DATE IS NULL OR checked_on IS NULL OR checked_on < $checked_before)
    AND coalesce(list_bool_and([contains(search_text, word) FOR word IN $words::VARCHAR[]]), TRUE)
ORDER BY lower(name), venue_id
LIMIT $most OFFSET $skip
