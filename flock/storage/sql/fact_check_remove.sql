-- One answer of a member about a fact a day: the last.
DELETE FROM fact_check WHERE venue_id = $venue_id AND field = $field AND member_id = $member_id AND checked_on = $today
