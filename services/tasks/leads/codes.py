"""The code of a lead: read from a screen, written on paper, and not to be guessed."""

from hashlib import sha256

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of 5 bits each; none is taken for another."""
LENGTH, PART = 12, 4


def code_of(photo: str) -> str:
    """60 bits of a hash of the photo's id, of which 74 bits are chance; ``7KQM-3XTP-9WHD``."""
    drawn = int.from_bytes(sha256(f"snap {photo}".encode()).digest()[:8])
    signs = "".join(SIGNS[drawn >> 5 * n & 31] for n in range(LENGTH))
    return "-".join(signs[at : at + PART] for at in range(0, LENGTH, PART))
