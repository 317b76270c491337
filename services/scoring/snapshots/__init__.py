"""Snapshots: figures that stay what they were."""
