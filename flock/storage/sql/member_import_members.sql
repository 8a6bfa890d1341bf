INSERT INTO member BY NAME
SELECT
    member_id::UUID AS member_id, FALSE AS sample, name, does, works, languages, can_help, wants_to_learn, interests, home_cell,
    $today::DATE AS joined_on
FROM chunk
