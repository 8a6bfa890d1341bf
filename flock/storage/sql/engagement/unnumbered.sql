SELECT member_id FROM member ANTI JOIN member_number USING (member_id) LIMIT 1
