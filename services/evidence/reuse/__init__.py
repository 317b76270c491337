"""Whether a file was used before: the same bytes, or a picture that looks the same."""
