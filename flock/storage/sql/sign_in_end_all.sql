UPDATE account SET valid_after = $now WHERE member_id = $member_id
