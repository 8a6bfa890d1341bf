INSERT INTO import_batch BY NAME
SELECT
    $import_id AS import_id, $file_name AS file_name, $sha256 AS sha256, $who AS who, $member_id AS member_id, $sample AS sample,
    'running' AS state, $started_at AS started_at, 0 AS turn
