-- Leave only what is new or changed in the staging table, under the id of the place that it changes; blended rows in place of their own.
DELETE FROM import_stage WHERE line IN (SELECT line FROM import_outcome WHERE outcome NOT IN ('created', 'updated'));
UPDATE import_stage
SET venue_id = import_outcome.venue_id
FROM import_outcome
WHERE import_outcome.line = import_stage.line AND outcome = 'updated';
DELETE FROM import_stage WHERE line IN (SELECT line FROM import_blended);
INSERT INTO import_stage BY NAME FROM import_blended;
