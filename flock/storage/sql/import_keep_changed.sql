-- Leave only what is new or changed in the staging table, under the id of the place that it changes.
DELETE FROM import_stage WHERE line IN (SELECT line FROM import_outcome WHERE outcome IN ('duplicate', 'unchanged'));
UPDATE import_stage
SET venue_id = import_outcome.venue_id
FROM import_outcome
WHERE import_outcome.line = import_stage.line AND outcome = 'updated';
