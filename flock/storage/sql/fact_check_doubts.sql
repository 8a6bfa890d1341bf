-- How many members said no to each value of each field, and since when.
SELECT field, value, checked_on, member_id FROM fact_check WHERE venue_id = $venue_id AND NOT still_right
