INSERT INTO import_draft BY NAME
SELECT
    $draft_id AS draft_id, $owner_id AS owner_id, $file_name AS file_name, $sha256 AS sha256, $reading::JSON AS reading,
    $mapping::JSON AS mapping, $fixes::JSON AS fixes, $decisions::JSON AS decisions, $step AS step, $created_at AS created_at,
    $updated_at AS updated_at
