SELECT count(*), coalesce(bit_xor(hash(member_id, role, home_cell, joined_on, seen_by, name)), 0) FROM member
