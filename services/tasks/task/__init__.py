"""A task as it stands, and the evidence sealed for it: what every room may look at."""
