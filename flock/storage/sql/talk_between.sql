SELECT talk_id FROM talk WHERE low_id = least($one::UUID, $other::UUID) AND high_id = greatest($one::UUID, $other::UUID)
