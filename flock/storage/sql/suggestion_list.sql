-- Suggestions about places that are there. Whoever left is not named.
SELECT suggestion_id, venue_id, venue.name AS venue_name, member.name AS member_name, note,
    suggested_at AT TIME ZONE 'UTC' AS suggested_at, state, decided_at AT TIME ZONE 'UTC' AS decided_at, decider, answer
FROM suggestion JOIN venue USING (venue_id) LEFT JOIN member USING (member_id)
WHERE ($waiting::BOOLEAN IS NULL OR (state = 'waiting') = $waiting)
    AND ($suggestion_id::UUID IS NULL OR suggestion_id = $suggestion_id)
    AND ($member_id::UUID IS NULL OR member_id = $member_id)
    AND ($venue_id::UUID IS NULL OR venue_id = $venue_id)
ORDER BY
    CASE WHEN $waiting THEN suggestion.suggested_at END,
    coalesce(suggestion.decided_at, suggestion.suggested_at) DESC,
    suggestion_id
LIMIT $most
