"""A task's life."""
