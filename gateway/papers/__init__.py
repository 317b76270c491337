"""Official papers as .docx after GB/T 9704-2012: pure, the same bytes for the same content."""
