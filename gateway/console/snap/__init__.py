"""随手拍: a photo without an account, and the office that settles it."""
