"""What may not stand in the tables that people hand in and take away."""
