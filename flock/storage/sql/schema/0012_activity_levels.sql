-- The levels of activity that leads set, as JSON from the lowest up. The latest holds; none is what the program begins with.
CREATE TABLE activity_levels (set_at TIMESTAMPTZ, levels VARCHAR, sample BOOLEAN);
