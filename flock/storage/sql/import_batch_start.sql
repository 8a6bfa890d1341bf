INSERT INTO import_batch (import_id, file_name, sha256, who, sample, state, started_at)
VALUES ($import_id, $file_name, $sha256, $who, $sample, 'running', $started_at)
