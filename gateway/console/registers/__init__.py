"""台账: what an item counts, row by row, as a list and as a plan; and what units are asked for."""
