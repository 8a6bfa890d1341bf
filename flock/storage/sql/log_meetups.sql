SELECT meetup, any_value(place) AS place, count(*) AS people
FROM log_row
WHERE kind = 'attended' AND unknown_key IS NULL AND NOT is_duplicate
GROUP BY meetup
