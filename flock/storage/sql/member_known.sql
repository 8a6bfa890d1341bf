WITH {visible}
SELECT count(*) FROM known WHERE member_id = $other
