UPDATE account SET rules = $rules WHERE member_id = $member_id
