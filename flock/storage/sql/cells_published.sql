SELECT cell, step FROM published_cell
