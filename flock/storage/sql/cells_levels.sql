SELECT home_cell, level, since FROM cell_level
