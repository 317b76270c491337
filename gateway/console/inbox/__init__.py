"""消息: what was told to the reader, and how it is to come."""
