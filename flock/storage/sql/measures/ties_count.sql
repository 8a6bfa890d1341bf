SELECT count(*) FROM tie_day
