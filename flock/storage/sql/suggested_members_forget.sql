DELETE FROM suggested_member WHERE day < $before
