"""The standard as versioned data: read from tables, checked whole, published."""
