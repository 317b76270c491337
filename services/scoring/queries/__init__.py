"""Questions, by room."""
