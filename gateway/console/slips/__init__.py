"""督办单: the board of slips, and the rules by which they change colour."""
