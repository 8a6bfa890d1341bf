UPDATE pair SET touched = touched + 1 WHERE low_id = least($one::UUID, $other::UUID) AND high_id = greatest($one::UUID, $other::UUID)
