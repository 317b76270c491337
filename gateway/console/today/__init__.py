"""今日要办: what the reader must do, and nothing else."""
