"""Districts, units and named persons."""
