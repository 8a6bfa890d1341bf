-- Leave only what is new or changed in the staging table; blended rows are put in place of their own.
DELETE FROM import_stage WHERE line IN (SELECT line FROM import_outcome WHERE outcome NOT IN ('created', 'updated'));
DELETE FROM import_stage WHERE line IN (SELECT line FROM import_blended);
