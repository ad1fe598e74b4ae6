"""The code of a variant: formatted the same way for both sides, then counted."""

from __future__ import annotations

import ast
import inspect
import io
import re
import textwrap
import tokenize
from dataclasses import dataclass

import black

from lab.card import Shown

WIDTH = 88
#: `dj.` and `sa.` tell the lab's two sets of models apart; a project has but one.
PREFIX = re.compile(r"\b(?:dj|sa)\.(?=[A-Z])")
COUNTED = {
    tokenize.NAME,
    tokenize.OP,
    tokenize.NUMBER,
    tokenize.STRING,
    tokenize.FSTRING_START,
}
UNCOUNTED = set("()[]{},:")


@dataclass(frozen=True)
class Code:
    """What is shown, and how much of it there is."""

    text: str
    lines: int
    tokens: int


def count(shown: Shown) -> Code:
    """Format and count a function's body, or a text."""
    source = shown if isinstance(shown, str) else body(shown)
    source = PREFIX.sub("", textwrap.dedent(source).strip("\n"))
    text = formatted(source)
    lines = [line.strip() for line in text.splitlines()]
    counted = [line for line in lines if line and not line.startswith(("#", "-- "))]
    return Code(text, len(counted), count_tokens(text))


def body(function) -> str:
    """The statements of a function, without its signature and docstring."""
    source = textwrap.dedent(inspect.getsource(function))
    definition = ast.parse(source).body[0]
    statements = definition.body
    if ast.get_docstring(definition) is not None:
        statements = statements[1:]
    lines = source.splitlines()
    first = statements[0].lineno - 1
    while lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return textwrap.dedent("\n".join(lines[first:]))


def formatted(source: str) -> str:
    """Python as black writes it; anything else as it is."""
    try:
        return black.format_str(source, mode=black.Mode(line_length=WIDTH))
    except black.InvalidInput:
        return source.rstrip() + "\n"


def count_tokens(text: str) -> int:
    """Names, operators, numbers and strings; brackets, commas and colons are free."""
    try:
        found = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return len(re.findall(r"\w+|[^\w\s()\[\]{},:]+", text))
    return sum(t.type in COUNTED and t.string not in UNCOUNTED for t in found)
