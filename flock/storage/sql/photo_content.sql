SELECT content, member_id FROM photo WHERE photo_id = $photo_id
