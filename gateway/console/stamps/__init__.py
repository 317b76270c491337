"""核验: what the code on a stamped copy stands for, for everybody."""
