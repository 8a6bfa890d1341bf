UPDATE member SET role = $role WHERE member_id = $member_id
