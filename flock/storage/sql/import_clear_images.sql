-- Images that no turn of an import goes back to: left by one that did not get to its end, used up, or older than imports can be taken back.
DELETE FROM import_image
WHERE NOT EXISTS (
    SELECT 1
    FROM import_batch AS batch
    WHERE batch.import_id = import_image.import_id AND batch.turn = import_image.turn AND batch.state IN ('committed', 'undone')
        AND coalesce(batch.turned_at, batch.finished_at) > now() - to_days($days)
)
