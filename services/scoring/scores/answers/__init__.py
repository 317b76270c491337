"""What may be asked about scores."""
