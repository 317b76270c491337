"""Official papers (公文): numbered from one book per code and year, kept as first printed."""
