-- The imports whose places give way to this one: where it is real, those that brought in the sample.
CREATE TEMP TABLE import_given_way AS SELECT import_id FROM import_batch WHERE sample AND NOT $sample
