DROP TABLE IF EXISTS venue_next;
DROP TABLE IF EXISTS venue_cell_next;
DROP TABLE IF EXISTS opening_hours_next;
UPDATE import_batch SET state = 'abandoned', finished_at = now() WHERE state = 'running';
