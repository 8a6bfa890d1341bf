DELETE FROM {table} WHERE {column} = $member_id
