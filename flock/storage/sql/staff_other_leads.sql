SELECT count(*) FROM member WHERE role = 'lead' AND member_id <> $member_id
