UPDATE account SET admitted_at = $now WHERE member_id = $member_id AND admitted_at IS NULL;
UPDATE member SET seen_by = (SELECT any_value(account.seen_by) FROM account WHERE account.member_id = $member_id) WHERE member_id = $member_id
