CREATE TABLE venue_next AS FROM venue LIMIT 0;
CREATE TABLE venue_cell_next AS FROM venue_cell LIMIT 0;
CREATE TABLE opening_hours_next AS FROM opening_hours LIMIT 0;
