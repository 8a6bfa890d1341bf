SELECT count(*) FROM member WHERE starts_with(name, 'Guest ') AND sample = $sample
