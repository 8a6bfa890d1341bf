DELETE FROM one_time_pass WHERE fingerprint = $fingerprint OR until <= $now
