SELECT since AT TIME ZONE 'UTC' AS since FROM standing WHERE member_id = $member_id AND state = 'left'
