"""What proves, without this system and years later, what was taken and that nobody changed it."""
