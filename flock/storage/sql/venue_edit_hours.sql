INSERT INTO opening_hours BY NAME
SELECT DISTINCT hours_id, hours, tz
FROM venue
WHERE quadkey = $quadkey AND venue_id = $venue_id AND hours IS NOT NULL
    AND hours_id NOT IN (SELECT hours_id FROM opening_hours)
