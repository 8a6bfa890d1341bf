SELECT rules, admitted_at IS NOT NULL AS is_admitted FROM account WHERE member_id = $member_id
