"""What is not yet: what would be, also under another standard, and what to push next."""
