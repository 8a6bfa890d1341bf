INSERT INTO ended_sign_in VALUES ($fingerprint, $member_id, $now)
