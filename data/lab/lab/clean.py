"""Take out of a proof what differs from run to run and machine to machine."""

from __future__ import annotations

import re
import sys
from pathlib import Path

LAB = Path(__file__).parent.parent
LONGEST = 1200
REPLACED = [
    (re.compile(r" at 0x[0-9a-fA-F]+"), ""),
    (re.compile(r"\b\d+\.\d+ ?(?:s|ms|sec|seconds)\b"), "… s"),
    (re.compile(r"(?:/[\w.+-]+)+/site-packages/"), ""),
    (re.compile(r"(?:/[\w.+-]+)+/lib/python3\.\d+/"), ""),
]


def clean(proof: str, scratch: Path) -> str:
    """A proof without addresses, paths and times."""
    places = [scratch, scratch.parent, LAB, Path(sys.prefix), Path.home()]
    for place in sorted({str(place) for place in places}, key=len, reverse=True):
        proof = proof.replace(f"{place}/", "").replace(place, "…")
    for pattern, instead in REPLACED:
        proof = pattern.sub(instead, proof)
    lines = [line.rstrip() for line in proof.strip().splitlines()]
    text = "\n".join(lines)
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + " …"
