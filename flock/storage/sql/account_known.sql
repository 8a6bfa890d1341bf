SELECT member_id, name, role FROM member WHERE member_id = $member_id
