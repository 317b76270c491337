"""Photos of passers-by (随手拍): switched on by an office, settled by it, kept by nobody else."""
