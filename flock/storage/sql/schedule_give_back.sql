DELETE FROM schedule WHERE job = $job
