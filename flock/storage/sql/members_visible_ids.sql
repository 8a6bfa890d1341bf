WITH {visible}
SELECT member_id FROM visible WHERE member_id IN (SELECT unnest($ids::UUID[]))
