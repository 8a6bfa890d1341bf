DROP TABLE venue;
DROP TABLE venue_cell;
DROP TABLE opening_hours;
ALTER TABLE venue_next RENAME TO venue;
ALTER TABLE venue_cell_next RENAME TO venue_cell;
ALTER TABLE opening_hours_next RENAME TO opening_hours;
UPDATE venue_version SET version = version + 1;
