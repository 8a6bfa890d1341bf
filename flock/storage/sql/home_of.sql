SELECT home_cell, moved_at AT TIME ZONE 'UTC' AS moved_at FROM member LEFT JOIN account USING (member_id) WHERE member_id = $member_id
