-- The day is what cards and the order of the list show; no tile depends on it, so the version of the places stays.
UPDATE venue
SET checked_on = $today
WHERE venue_id = $venue_id AND (checked_on IS NULL OR checked_on < $today)
