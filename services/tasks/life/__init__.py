"""A task's life: what is ordered of it, and done on it."""
