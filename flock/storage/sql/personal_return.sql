DELETE FROM standing WHERE member_id = $member_id AND state = 'left'
