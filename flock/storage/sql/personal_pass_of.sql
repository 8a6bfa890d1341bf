SELECT member_id FROM one_time_pass WHERE fingerprint = $fingerprint AND purpose = $purpose AND until > $now
