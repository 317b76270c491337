"""What waits for the reader, counted beside the heads of the navigation."""
