DELETE FROM interaction WHERE sample;
DELETE FROM member WHERE sample;
DELETE FROM sample_load;
