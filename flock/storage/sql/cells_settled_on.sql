SELECT max(settled_on) FROM cells_settled
