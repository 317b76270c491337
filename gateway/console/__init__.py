"""The console: pages for people, over the same calls as the API. They hold no rule of the trade."""
