"""The object store, as this service's key may use it."""
