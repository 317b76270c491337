"""Days and deadlines (期限), as the trade words them."""
