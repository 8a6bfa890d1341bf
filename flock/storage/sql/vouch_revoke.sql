UPDATE vouch SET revoked_at = $now WHERE voucher_id = $voucher_id AND member_id = $member_id AND revoked_at IS NULL
