"""Everything that can be said about the system without running it: ``python -m infra.check``."""
