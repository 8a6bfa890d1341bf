INSERT INTO pulse_turn VALUES ($member_id, $month)
