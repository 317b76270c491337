"""问责: decisions on units, recorded as they were taken, and the units' replies."""
