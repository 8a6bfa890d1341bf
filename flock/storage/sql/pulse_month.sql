SELECT sample, membership, influence, needs, bond FROM pulse_answer WHERE month = $month
