"""隔离待查: what no check could judge, and who decides."""
