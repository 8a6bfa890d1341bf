-- What members did in a window, a row for each day on which one did anything.
SELECT
    member, CASE $medium WHEN 'online' THEN online WHEN 'in_person' THEN in_person ELSE online + in_person END AS acts, written, hosted
FROM act_day
WHERE day >= $start AND day < $end
