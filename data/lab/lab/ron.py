"""Write RON in the style of the project's other data files."""

from __future__ import annotations

from typing import Any


class Word(str):
    """An enum's word: written without quotes."""


class Raw(str):
    """Code or SQL: written as a raw string."""


class Maybe:
    """Something that may be there: `Some(…)`."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Mapping(dict):
    """A map from strings: `{"key": value}`."""


class Line(dict):
    """A struct that is short enough for one line."""


def document(head: str, value: Any) -> str:
    """A whole file: its head comment, and the value."""
    comment = "".join(f"// {line}\n" for line in head.strip().splitlines())
    return comment + text(value, 0) + "\n"


def text(value: Any, depth: int) -> str:
    """One value; structs are dicts, and fields that are `None` are left out."""
    if isinstance(value, Maybe):
        return f"Some({text(value.value, depth)})"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Word):
        return str(value)
    if isinstance(value, Raw):
        return raw(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, Mapping):
        pairs = [f"{quoted(key)}: {text(each, depth)}" for key, each in value.items()]
        return block("{", pairs, "}", depth)
    if isinstance(value, Line):
        return "(" + ", ".join(fields(value, depth)) + ")"
    if isinstance(value, dict):
        return block("(", fields(value, depth + 1), ")", depth)
    if isinstance(value, (list, tuple)):
        items = [text(item, depth + 1) for item in value]
        if all(isinstance(item, str) and not isinstance(item, Raw) for item in value):
            short = "[" + ", ".join(items) + "]"
            if len(short) + depth * 4 <= 110:
                return short
        return block("[", items, "]", depth)
    raise TypeError(f"RON does not know {type(value).__name__}")


def fields(struct: dict[str, Any], depth: int) -> list[str]:
    """The fields of a struct that have a value."""
    return [
        f"{name}: {text(value, depth)}"
        for name, value in struct.items()
        if value is not None
    ]


def block(opening: str, items: list[str], closing: str, depth: int) -> str:
    """Several lines, each ended by a comma."""
    if not items:
        return opening + closing
    inner = "    " * (depth + 1)
    lines = "".join(f"{inner}{item},\n" for item in items)
    return f"{opening}\n{lines}{'    ' * depth}{closing}"


def quoted(value: str) -> str:
    """An ordinary string."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def raw(value: str) -> str:
    """A raw string, with as many hashes as it needs."""
    hashes = "#"
    while f'"{hashes}' in value:
        hashes += "#"
    return f'r{hashes}"{value.rstrip()}"{hashes}'
