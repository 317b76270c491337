"""What is common to the tables that people hand in, and what may not stand in them."""
