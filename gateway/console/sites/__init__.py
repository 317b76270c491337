"""敏感场所: areas in which nothing may be taken, kept by the city's office."""
