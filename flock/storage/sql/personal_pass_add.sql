INSERT INTO one_time_pass VALUES ($fingerprint, $member_id, $purpose, $until)
