SELECT count(*) FROM fact_check WHERE member_id = $member_id AND checked_on = $today
