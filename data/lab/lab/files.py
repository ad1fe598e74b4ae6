"""The files in data/evidence: what the lab found, in the project's own format."""

from __future__ import annotations

import difflib
import hashlib
from pathlib import Path
from typing import Any

from lab.ron import Line, Maybe, Raw, Word, document

WRITTEN = "Written by the lab (data/lab): change the lab, not this file."
HEADS = {
    "cards": "One card a question: what was asked, how, and the code of each variant.",
    "sqlite": "What was seen on SQLite, card by card. No times: a second run gives the same.",
    "postgresql": "What was seen on PostgreSQL, card by card. No times: a second run gives the same.",
    "times": "How long one variant took against another. A second run gives other numbers.",
    "run": "When and on what the times were measured, and with which versions.",
    "export": "One whole run of the lab, to be taken into a session.",
}


def write_out(name: str, value: Any) -> str:
    """The text of one file."""
    return document(f"{HEADS[name]}\n{WRITTEN}", value)


def cards(found: list[dict[str, Any]]) -> list[Any]:
    """What cards.ron holds."""
    return [card(each) for each in found]


def card(found: dict[str, Any]) -> dict[str, Any]:
    """One card as the program reads it."""
    applies = {
        name: found[name] or None for name in ("databases", "frameworks", "features")
    }
    suggests = [
        Line(side=Word(side), low=low, high=high, why=why)
        for side, low, high, why in found["suggests"]
    ]
    return {
        "id": found["id"],
        "criterion": found["criterion"],
        "also": found["also"] or None,
        "kind": Word(found["kind"]),
        "question": found["question"],
        "finding": found["finding"],
        "method": found["method"],
        "limits": found["limits"],
        "applies": Line(applies) if any(applies.values()) else None,
        "changed": maybe(found["changed"]),
        "suggests": suggests or None,
        "variants": [variant(each) for each in found["variants"]],
    }


def variant(found: dict[str, Any]) -> dict[str, Any]:
    """One variant of a card."""
    return {
        "id": found["id"],
        "side": maybe(found["side"], Word),
        "style": Word(found["style"]),
        "means": Word(found["means"]),
        "note": found["note"],
        "code": Raw(found["code"]),
        "lines": found["lines"],
        "tokens": found["tokens"],
    }


def observations(found: list[dict[str, Any]]) -> list[Any]:
    """What sqlite.ron or postgresql.ron holds."""
    return [
        {
            "card": each["card"],
            "same_answer": maybe(each["same_answer"]),
            "seen": [seen(one) for one in each["seen"]],
        }
        for each in found
    ]


def seen(found: dict[str, Any]) -> dict[str, Any]:
    """What was seen of one variant."""
    sql = [Line(text=Raw(text), times=times) for text, times in found["sql"]]
    facts = [Line(name=name, value=value) for name, value in found.get("facts") or []]
    return {
        "variant": found["variant"],
        "can": found.get("can") and Word(found["can"]),
        "says": found.get("says"),
        "proof": found.get("proof") and Raw(found["proof"]),
        "statements": found["statements"],
        "control": found["control"],
        "sql": sql or None,
        "more": found["more"] or None,
        "answer": found.get("answer"),
        "facts": facts or None,
    }


def times(found: list[dict[str, Any]]) -> list[Any]:
    """What times.ron holds."""
    return [Line(each | {"clock": Word(each["clock"])}) for each in found]


def exported(parts: dict[str, Any]) -> str:
    """One file with all of a run, as “weighbridge evidence --import” takes it."""
    databases = ("sqlite", "postgresql")
    value = {
        "kind": "weighbridge-evidence",
        "format": 1,
        "cards": parts["cards"],
        "seen": {name: parts[name] for name in databases if name in parts},
        "times": parts.get("times") or None,
        "run": parts["run"],
    }
    return write_out("export", value)


def maybe(value: Any, kind: Any = lambda value: value) -> Maybe | None:
    """`Some(value)`, or nothing to write."""
    return None if value is None else Maybe(kind(value))


def revision(lab: Path) -> str:
    """Which lab it was: a digest of its sources."""
    sources = [*lab.rglob("*.py"), *lab.rglob("*.sql"), lab / "requirements.txt"]
    digest = hashlib.sha256()
    for source in sorted(sources):
        digest.update(source.relative_to(lab).as_posix().encode() + b"\0")
        digest.update(source.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def difference(path: Path, text: str, most: int = 60) -> str | None:
    """How the shipped file differs from what was found now."""
    if not path.exists():
        return f"{path.name} is missing"
    shipped = path.read_text(encoding="utf-8")
    if shipped == text:
        return None
    lines = list(
        difflib.unified_diff(
            shipped.splitlines(),
            text.splitlines(),
            f"{path.name} (shipped)",
            f"{path.name} (now)",
            lineterm="",
        )
    )
    more = f"\n… and {len(lines) - most} lines more" if len(lines) > most else ""
    return "\n".join(lines[:most]) + more
