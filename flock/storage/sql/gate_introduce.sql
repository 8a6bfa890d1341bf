UPDATE member SET name = $name, does = $does WHERE member_id = $member_id
