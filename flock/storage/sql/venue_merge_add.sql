INSERT INTO venue_merge (merge_id, kept_id, lost_id, merged_at, merger_id, merger)
VALUES ($merge_id, $kept_id, $lost_id, $at, $merger_id, $merger)
