-- Each word that somebody of the roster says of herself, in the roster's order: what kind, which word, whose row.
WITH said AS (
    SELECT 'helps' AS kind, unnest(can_help) AS term, member_id FROM member
    UNION ALL
    SELECT 'wants', unnest(wants_to_learn), member_id FROM member
    UNION ALL
    SELECT 'interest', unnest(interests), member_id FROM member
    UNION ALL
    SELECT 'speaks', unnest(languages), member_id FROM member
    UNION ALL
    SELECT 'wish_language', unnest(languages), member_id FROM meeting_wish
    UNION ALL
    SELECT 'wish_group', group_id::VARCHAR, member_id FROM meeting_wish
    UNION ALL
    SELECT 'group', group_id::VARCHAR, member_id FROM group_member
)
SELECT kind, term, list(place ORDER BY place) AS places
FROM said
JOIN roster USING (member_id)
WHERE term IS NOT NULL
GROUP BY ALL
