WITH {visible}
SELECT count(DISTINCT voucher_id) >= any_value(vouches) AND $now IS NOT NULL
FROM enough
LEFT JOIN vouched_for ON vouched_for.member_id = $looking
