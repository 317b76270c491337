"""What is not yet: what would be, and what to push next."""
