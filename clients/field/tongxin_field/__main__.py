"""``python -m tongxin_field``."""

from tongxin_field.command import main

main()
