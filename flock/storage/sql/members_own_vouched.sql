WITH {visible}
SELECT count(*) > 0 FROM vouched WHERE member_id = $looking AND $now IS NOT NULL
