"""What a card is, and how the modules in `lab/cards` register theirs.

A card asks one question. Its variants answer it: a *task* returns an answer that is
compared with the other variants' answers, a *probe* watches what happens and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

DJANGO, SQLALCHEMY, DRIVER = "django", "sqlalchemy", "driver"
DATABASES = ("sqlite", "postgresql")
#: The catalogue's criteria, in its order: the cards are sorted by it.
CRITERIA = (
    "delivery-speed",
    "learning-curve",
    "conventions",
    "admin-tooling",
    "migrations",
    "query-expressiveness",
    "sql-control",
    "framework-neutrality",
    "domain-separation",
    "async-fit",
    "testing-setup",
    "transaction-safety",
    "ageing",
)
KINDS = ("capability", "default", "cost")
STYLES = ("naive", "idiomatic", "expert", "driver")
MEANS = ("orm", "plugin", "raw_sql", "other")
FRAMEWORKS = ("django", "asgi", "other")
FEATURES = (
    "bulk-load",
    "async",
    "admin",
    "composite-keys",
    "json",
    "legacy-schema",
    "recursive",
    "upsert",
    "shared-domain",
)
YES, OTHER_MEANS, NO = "yes", "other_means", "no"

#: Code to show: a function (its body is shown), or text.
Shown = Callable[..., Any] | str


class LabError(Exception):
    """Something that makes the run worthless; its text is meant for a person."""


@dataclass(frozen=True)
class Seen:
    """What a probe saw. Choose `says` and `can` from the observation, never before."""

    says: str | None = None
    can: str | None = None
    proof: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    statements: int | None = None
    control: int | None = None
    sql: Sequence[str] = ()


@dataclass(frozen=True)
class Variant:
    """One way to answer a card's question."""

    id: str
    side: str
    style: str
    means: str
    note: str | None
    run: Callable[..., Any]
    is_probe: bool
    shown: Shown
    when: Callable[[Any], bool]


@dataclass(frozen=True)
class Expectation:
    """A number or a verdict that the finding tells."""

    database: str | None
    variant: str
    values: dict[str, Any]


@dataclass
class Card:
    """One question. Making one registers it.

    `on` is where the lab runs it; `databases`, `frameworks` and `features` say for
    whom it matters (nothing named: for everyone).
    """

    id: str
    criterion: str
    kind: str
    question: str
    finding: str
    method: str
    limits: Sequence[str]
    also: Sequence[str] = ()
    databases: Sequence[str] = ()
    frameworks: Sequence[str] = ()
    features: Sequence[str] = ()
    changed: str | None = None
    suggests: Sequence[tuple[str, int, int, str]] = ()
    on: Sequence[str] = DATABASES
    variants: list[Variant] = field(default_factory=list, init=False)
    pairs: list[tuple[str, str]] = field(default_factory=list, init=False)
    expectations: list[Expectation] = field(default_factory=list, init=False)
    before: Callable[..., None] | None = field(default=None, init=False)
    after: Callable[..., None] | None = field(default=None, init=False)
    read_back: Callable[..., Any] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        one_of(self.id, "criterion", [self.criterion, *self.also], CRITERIA)
        one_of(self.id, "kind", [self.kind], KINDS)
        one_of(self.id, "database", [*self.databases, *self.on], DATABASES)
        one_of(self.id, "framework", self.frameworks, FRAMEWORKS)
        one_of(self.id, "feature", self.features, FEATURES)
        one_of(self.id, "side", [s[0] for s in self.suggests], ("left", "right"))
        if not self.limits:
            raise LabError(f"card {self.id}: say at least one limit")
        if self.id in REGISTRY:
            raise LabError(f"card {self.id}: two cards have this id")
        REGISTRY[self.id] = self

    def variant(
        self,
        side: str,
        style: str = "idiomatic",
        word: str | None = None,
        *,
        means: str = "orm",
        note: str | None = None,
        when: Callable[[Any], bool] = lambda world: True,
        shown: Shown | None = None,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register a task: its body is shown and counted, its answer compared.

        `shown` is for code that a project would keep in a file beside the task.
        """
        return self._add(side, style, word, means, note, when, shown, is_probe=False)

    def probe(
        self,
        side: str,
        style: str = "idiomatic",
        word: str | None = None,
        *,
        means: str = "orm",
        note: str | None = None,
        when: Callable[[Any], bool] = lambda world: True,
        shown: Shown | None = None,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register a probe: it gets the World and returns what it has Seen.

        `shown` is the code to show and count: a function, whose body is taken, or
        text; without it the probe's own body.
        """
        return self._add(side, style, word, means, note, when, shown, is_probe=True)

    def _add(self, side, style, word, means, note, when, shown, *, is_probe):
        if side == DRIVER:
            style = DRIVER
            means = "raw_sql"
        one_of(self.id, "side", [side], (DJANGO, SQLALCHEMY, DRIVER))
        one_of(self.id, "style", [style], STYLES)
        one_of(self.id, "means", [means], MEANS)
        words = [side] if side == DRIVER else [side, style]
        name = "-".join([*words, word] if word else words)
        if any(variant.id == name for variant in self.variants):
            raise LabError(f"card {self.id}: two variants are called {name}")

        def register(run: Callable[..., Any]) -> Callable[..., Any]:
            self.variants.append(
                Variant(
                    name, side, style, means, note, run, is_probe, shown or run, when
                )
            )
            return run

        return register

    def setup(self, run: Callable[..., None]) -> Callable[..., None]:
        """Run before each task, untimed; gets the bare driver's `cursor`."""
        self.before = run
        return run

    def teardown(self, run: Callable[..., None]) -> Callable[..., None]:
        """Run after each task, untimed; gets the bare driver's `cursor`."""
        self.after = run
        return run

    def check(self, run: Callable[..., Any]) -> Callable[..., Any]:
        """Read what a write left behind, by the bare driver's `cursor`."""
        self.read_back = run
        return run

    def pair(self, first: str, second: str) -> None:
        """Time these two against each other; the first pair is the headline."""
        self.pairs.append((first, second))

    def expect(self, database: str | None, variant: str, **values: Any) -> None:
        """Fail the run unless the variant was seen so (`None`: on each database).

        `values`: statements, control, can, says, lines, or facts={name: value}.
        """
        self.expectations.append(Expectation(database, variant, values))


REGISTRY: dict[str, Card] = {}


def one_of(card: str, what: str, given: Sequence[str], known: Sequence[str]) -> None:
    """Refuse a word that the data format does not know."""
    for word in given:
        if word not in known:
            raise LabError(f"card {card}: {what} {word!r} is none of {list(known)}")


def ordered() -> list[Card]:
    """All cards: by criterion as in the catalogue, by kind, then as registered."""
    return sorted(
        REGISTRY.values(),
        key=lambda card: (CRITERIA.index(card.criterion), KINDS.index(card.kind)),
    )
