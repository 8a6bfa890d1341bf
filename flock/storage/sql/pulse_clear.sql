DELETE FROM pulse_answer WHERE month = $month
