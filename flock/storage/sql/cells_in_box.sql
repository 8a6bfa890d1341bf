SELECT cell, resolution, step
FROM published_cell
WHERE north > $south AND south < $north AND east > $west AND west < $east
ORDER BY resolution, cell
