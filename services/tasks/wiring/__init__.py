"""The wiring table, room by room; ``service.py`` puts the rooms together."""
