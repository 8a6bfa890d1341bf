SELECT count(*) > 0 FROM member WHERE role = 'lead' AND NOT sample
