"""保管: lists of disposal, and files that no record knows."""
