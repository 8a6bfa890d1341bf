-- When the place as a whole was last checked: its day, unless that is only the day of the last yes about one fact.
SELECT CASE WHEN venue.checked_on = last_yes.checked_on THEN last_yes.whole_on ELSE venue.checked_on END
FROM venue
LEFT JOIN (
    SELECT venue_id, checked_on, whole_on
    FROM fact_check
    WHERE venue_id = $venue_id AND still_right
    ORDER BY checked_on DESC, check_id
    LIMIT 1
) AS last_yes USING (venue_id)
WHERE venue_id = $venue_id
