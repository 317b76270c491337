"""The backing services as processes of this machine: no container engine is needed."""
