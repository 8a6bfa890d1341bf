INSERT INTO schedule BY NAME
SELECT $job AS job, $now::TIMESTAMPTZ AS begun_at WHERE NOT EXISTS (SELECT 1 FROM schedule WHERE schedule.job = $job)
