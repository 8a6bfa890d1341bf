DELETE FROM photo WHERE member_id = $member_id
