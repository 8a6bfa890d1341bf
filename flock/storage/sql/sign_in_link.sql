INSERT INTO identity VALUES ($identity, $member_id, $now)
