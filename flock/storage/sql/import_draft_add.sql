INSERT INTO import_draft
VALUES (
    $draft_id, $owner_id, $file_name, $path, $sha256, $reading::JSON, $mapping::JSON, $fixes::JSON, $decisions::JSON, $step, $created_at,
    $updated_at
)
