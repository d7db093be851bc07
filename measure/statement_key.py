"""What a statement and a target are known by, in every file of labels."""

import hashlib
from typing import NamedTuple


class PairKey(NamedTuple):
    """A statement, by its id, and the target that it is labelled toward."""

    id: str
    target: str

    def __str__(self) -> str:
        return f"{self.id} toward {self.target}"


def pair_hash(text: str, target: str) -> int:
    """Return 64 bits of the SHA-1 of a statement and a target, to find duplicates among millions of rows."""
    both = f"{text}\0{target}".encode("utf-8", "backslashreplace")
    return int.from_bytes(hashlib.sha1(both, usedforsecurity=False).digest()[:8], "big")
