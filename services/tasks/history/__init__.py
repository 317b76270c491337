"""What happened to a thing, and how it is told."""
