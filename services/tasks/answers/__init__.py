"""What the answers of several rooms share."""
