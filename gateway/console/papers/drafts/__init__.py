"""What each kind of paper says, from what the services answered. Pure."""
