-- When each value of each field was last confirmed, by a yes or by writing it.
SELECT field, value, max(day) AS day
FROM (
    SELECT field, value, checked_on AS day FROM fact_check WHERE venue_id = $venue_id AND still_right
    UNION ALL
    SELECT field, new_value, edited_at::DATE FROM venue_edit WHERE venue_id = $venue_id AND cause IN ('edit', 'suggestion')
)
GROUP BY ALL
