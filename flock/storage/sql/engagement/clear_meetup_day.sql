DELETE FROM meetup_day WHERE day IN (SELECT unnest($days::DATE[]))
