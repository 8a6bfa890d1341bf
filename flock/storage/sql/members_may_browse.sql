WITH {visible}
SELECT count(*) > 0 FROM me
