INSERT INTO fact_check (check_id, venue_id, field, value, still_right, checked_on, whole_on, member_id)
VALUES (uuidv7(), $venue_id, $field, $value, $still_right, $today, $whole_on, $member_id)
