SELECT * {without} FROM {table} WHERE {column} = $member_id
