SELECT
    count(*) + (SELECT count(*) FROM standing),
    xor(
        coalesce(bit_xor(hash(member_id, role, home_cell, joined_on, seen_by, name)), 0),
        (SELECT coalesce(bit_xor(hash(member_id, since, until)), 0) FROM standing)
    )
FROM member
