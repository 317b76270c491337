"""单位: districts, their units by name, phrases that hold no secret, and the days off of a year."""
