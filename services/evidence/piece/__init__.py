"""A piece of evidence as it stands, and what is told of it: what every room may look at."""
