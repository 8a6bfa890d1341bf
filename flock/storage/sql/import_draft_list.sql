-- Drafts of one person, or one of them, or everybody's that nobody has touched for a while; the last touched first.
SELECT draft_id, owner_id, file_name, sha256, reading, mapping, fixes, decisions, step, created_at::TIMESTAMP,
    updated_at::TIMESTAMP
FROM import_draft
WHERE ($owner_id IS NULL OR owner_id = $owner_id) AND ($draft_id IS NULL OR draft_id = $draft_id)
    AND ($before IS NULL OR updated_at < $before)
ORDER BY updated_at DESC, draft_id
