SELECT sample FROM member WHERE member_id = $member_id
