-- How many places fit, when only facts are asked about.
SELECT coalesce(sum(venues), 0)::BIGINT FROM venue_cell WHERE facts & $forbidden = 0
