"""一张图: the places of registers and the findings of a district, on one plan and in one list."""
