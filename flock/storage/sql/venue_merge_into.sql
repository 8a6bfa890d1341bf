-- What was merged into a place and still is, newest first.
SELECT merge_id, kept_id, lost_id, name, merged_at AT TIME ZONE 'UTC' AS merged_at, merger,
    (SELECT count(*) FROM venue_merge_moved WHERE venue_merge_moved.merge_id = venue_merge.merge_id) AS moved
FROM venue_merge JOIN venue ON venue_id = lost_id
WHERE kept_id = $venue_id AND undone_at IS NULL
ORDER BY venue_merge.merged_at DESC, merge_id DESC
