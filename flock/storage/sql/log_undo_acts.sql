-- Takes some of an import's acts away.
DELETE FROM interaction
WHERE import_id = $import_id
    AND interaction_id IN (SELECT interaction_id FROM interaction WHERE import_id = $import_id LIMIT $most)
