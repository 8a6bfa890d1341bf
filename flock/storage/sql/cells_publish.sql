DELETE FROM cell_level;
DELETE FROM published_cell;
DELETE FROM cells_settled;
INSERT INTO cell_level BY NAME SELECT * FROM levels;
INSERT INTO published_cell BY NAME SELECT * FROM shown;
INSERT INTO cells_settled SELECT day FROM today;
