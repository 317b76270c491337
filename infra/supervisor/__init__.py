"""The processes of one machine under supervisord: its configuration and its state."""
