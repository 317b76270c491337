"""A storm: people work at a real system while its processes are killed and frozen; then everything
is counted."""
