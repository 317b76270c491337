"""From a declaration to all bytes in the store: quotas, addresses, and looking for them."""
