"""检查: inspections, what they found, and planning one."""
