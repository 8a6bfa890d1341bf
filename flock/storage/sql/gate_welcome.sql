UPDATE account SET welcomed_at = $now WHERE member_id = $member_id AND welcomed_at IS NULL
