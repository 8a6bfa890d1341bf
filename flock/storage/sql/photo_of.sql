SELECT photo_id FROM photo WHERE member_id = $member_id
