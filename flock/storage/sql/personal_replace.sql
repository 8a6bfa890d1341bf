UPDATE {table} SET {column} = $pseudonym {clears} WHERE {column} = $member_id
