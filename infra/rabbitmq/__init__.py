"""What the broker is told: its topology (definitions.json) and the client that declares it."""
