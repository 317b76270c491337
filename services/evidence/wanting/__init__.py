"""What an item wants of the photos of its tasks, as far as this service heard of it."""
