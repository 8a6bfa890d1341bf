SELECT member_id, name FROM account JOIN member USING (member_id) WHERE vouch_code = $vouch_code
