SELECT member_id FROM suggested_member WHERE viewer_id = $looking AND day = $day ORDER BY place
