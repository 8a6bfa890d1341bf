SELECT EXISTS (SELECT 1 FROM pulse_turn WHERE member_id = $member_id AND month = $month)
