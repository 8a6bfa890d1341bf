SELECT member_id, photo_id FROM photo WHERE member_id IN (SELECT unnest($member_ids::UUID[]))
