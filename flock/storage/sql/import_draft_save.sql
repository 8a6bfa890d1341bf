UPDATE import_draft
SET reading = $reading::JSON, mapping = $mapping::JSON, fixes = $fixes::JSON, decisions = $decisions::JSON, step = $step,
    updated_at = $updated_at
WHERE draft_id = $draft_id AND owner_id = $owner_id
