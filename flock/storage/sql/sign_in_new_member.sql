INSERT INTO member BY NAME
SELECT
    $member_id::UUID AS member_id, FALSE AS sample, $name AS name, $role AS role, $today::DATE AS joined_on,
    []::VARCHAR[] AS languages, []::VARCHAR[] AS can_help, []::VARCHAR[] AS wants_to_learn, []::VARCHAR[] AS interests
