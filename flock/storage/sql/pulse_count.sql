SELECT count(*) FROM pulse_answer WHERE month = $month
