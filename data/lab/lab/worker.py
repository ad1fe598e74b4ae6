"""One database, one process: run every card on it and hand back what was seen."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from lab import code, timing
from lab.answers import digest, head
from lab.card import DJANGO, REGISTRY, SQLALCHEMY, Card, LabError, Seen, Variant
from lab.card import ordered
from lab.clean import clean
from lab.databases import Backend
from lab.world import SEEDED, World

SQL_SHOWN, SQL_WIDTH = 6, 900
Record = dict[str, Any]


def work(
    backend: Backend, scratch: Path, only: Sequence[str], timed: bool
) -> dict[str, Any]:
    """Run the cards. The result holds plain values only: it goes through JSON."""
    world = World(backend, scratch)
    set_django_up(world)
    load_cards()
    unknown = set(only) - set(REGISTRY)
    if unknown:
        raise LabError(f"no card is called {', '.join(sorted(unknown))}")
    seed(world)
    found: dict[str, Any] = {"cards": [], "seen": [], "times": [], "failures": []}
    for card in ordered():
        if only and card.id not in only:
            continue
        found["cards"].append(described(card))
        if world.backend in card.on:
            run_card(world, card, timed, found)
    world.close()
    return found


def set_django_up(world: World) -> None:
    """Configure Django, once in the life of this process."""
    import django
    from django.conf import settings

    settings.configure(**world.django_settings())
    django.setup()


def load_cards() -> None:
    """Import every module of `lab.cards`; each registers its cards."""
    package = importlib.import_module("lab.cards")
    for module in sorted(m.name for m in pkgutil.iter_modules(package.__path__)):
        importlib.import_module(f"lab.cards.{module}")


def seed(world: World) -> None:
    """Fill the database that all others are copies of."""
    from lab.shop.seed import fill

    world.databases.create(SEEDED)
    connection = world.databases.connect(SEEDED)
    fill(connection, world.backend)
    connection.close()


def described(card: Card) -> Record:
    """The part of a card that does not depend on a database."""
    variants = []
    for variant in card.variants:
        shown = code.count(variant.shown)
        variants.append(
            {
                "id": variant.id,
                "side": {DJANGO: "left", SQLALCHEMY: "right"}.get(variant.side),
                "style": variant.style,
                "means": variant.means,
                "note": variant.note,
                "code": shown.text,
                "lines": shown.lines,
                "tokens": shown.tokens,
            }
        )
    names = "id criterion also kind question finding method limits databases frameworks"
    record = {name: getattr(card, name) for name in names.split()}
    record |= {"features": card.features, "changed": card.changed}
    return record | {"suggests": card.suggests, "variants": variants}


def run_card(world: World, card: Card, timed: bool, found: dict[str, Any]) -> None:
    """One card: all its variants, what was expected of them, and the times."""
    started = time.monotonic()
    failures: list[str] = []
    seen, answers = [], {}
    runs: dict[str, Callable[[], Any]] = {}
    try:
        world.restore()
        variants = [variant for variant in card.variants if variant.when(world)]
        for variant in variants:
            if variant.is_probe:
                seen.append(probed(world, variant))
            else:
                runs[variant.id] = runner(world, variant)
                record, answer = tried(world, card, variant, runs[variant.id])
                seen.append(record)
                answers[variant.id] = answer
        failures += differing(answers)
        failures += disappointed(world.backend, card, seen)
        if timed and not failures:
            found["times"] += timings(world, card, runs)
    except Exception as error:  # noqa: BLE001 (a card's own error must not stop others)
        where = "" if isinstance(error, LabError) else traceback.format_exc(limit=-4)
        failures.append(f"{type(error).__name__}: {error}\n{where}".rstrip())
    found["failures"] += [f"{world.backend}: card {card.id}: {f}" for f in failures]
    same = (len(set(map(digest, answers.values()))) == 1) if answers else None
    found["seen"].append({"card": card.id, "same_answer": same, "seen": seen})
    took = time.monotonic() - started
    print(
        f"  {world.backend:10} {card.id:36} {'FAILED' if failures else 'ok':6} "
        f"{took:5.1f} s",
        flush=True,
    )


def probed(world: World, variant: Variant) -> Record:
    """What a probe saw, on a database as it was seeded."""
    world.restore()
    try:
        seen = variant.run(world)
    except LabError:
        raise
    except Exception as error:
        raise LabError(f"{variant.id}: {traceback.format_exc(limit=-4)}") from error
    if not isinstance(seen, Seen):
        raise LabError(f"{variant.id}: a probe returns Seen, not {seen!r}")
    return {
        "variant": variant.id,
        "can": seen.can,
        "says": seen.says,
        "proof": seen.proof and clean(seen.proof, world.scratch),
        "statements": seen.statements,
        "control": seen.control,
        **shown_sql(seen.sql),
        "facts": [[name, str(value)] for name, value in seen.facts.items()],
    }


def runner(world: World, variant: Variant) -> Callable[[], Any]:
    """Call a task with what its parameters ask for, by name."""
    wanted = list(inspect.signature(variant.run).parameters)
    simple = {
        "world": lambda: world,
        "cursor": world.cursor,
        "insert": insert_of(world),
    }
    unknown = set(wanted) - {"session", *simple}
    if unknown:
        raise LabError(f"{variant.id}: no task parameter is called {unknown.pop()}")

    def go() -> Any:
        given = {name: simple[name]() for name in wanted if name in simple}
        with sqlalchemy_session(world, "session" in wanted) as session:
            if session is not None:
                given["session"] = session
            return variant.run(**given)

    return go


def insert_of(world: World) -> Callable[[], Any]:
    """The `insert` of the database's own dialect, which can say ON CONFLICT."""
    from sqlalchemy.dialects import postgresql, sqlite

    dialect = sqlite if world.backend == "sqlite" else postgresql
    return functools.partial(lambda insert: insert, dialect.insert)


def sqlalchemy_session(world: World, wanted: bool) -> Any:
    """A new Session, as a request handler is given one."""
    from sqlalchemy.orm import Session

    return Session(world.engine) if wanted else nullcontext()


def tried(
    world: World, card: Card, variant: Variant, go: Callable[[], Any]
) -> tuple[Record, Any]:
    """Run a task once, counting its statements."""
    around(world, card.before)
    with world.watch() as watch:
        answer = go()
    if card.read_back is not None:
        answer = [answer, card.read_back(world.cursor())]
    around(world, card.after)
    texts = watch.sql if variant.side in (DJANGO, SQLALCHEMY) else []
    return {
        "variant": variant.id,
        "statements": watch.statements,
        "control": watch.control,
        **shown_sql(texts),
        "answer": digest(answer),
    }, answer


def around(world: World, step: Callable[..., None] | None) -> None:
    """A card's own setup or teardown, committed."""
    if step is not None:
        step(world.cursor())
    world.bare().commit()


def shown_sql(texts: Sequence[str]) -> Record:
    """The first few distinct statements, and how many more there were."""
    counted = Counter(
        text if len(text) <= SQL_WIDTH else text[:SQL_WIDTH] + " …" for text in texts
    )
    first = list(counted.items())[:SQL_SHOWN]
    return {"sql": first, "more": max(0, len(counted) - SQL_SHOWN)}


def differing(answers: dict[str, Any]) -> list[str]:
    """A card whose variants answer differently compares nothing."""
    if len({digest(answer) for answer in answers.values()}) <= 1:
        return []
    told = [f"    {name}: {head(answer)}" for name, answer in answers.items()]
    return ["the answers differ, so the card is void\n" + "\n".join(told)]


def disappointed(backend: str, card: Card, seen: list[Record]) -> list[str]:
    """Where what was seen is not what the finding tells."""
    failures = []
    by_name = {record["variant"]: record for record in seen}
    for expected in card.expectations:
        if expected.database not in (None, backend):
            continue
        record = by_name.get(expected.variant)
        if record is None:
            failures.append(f"nothing was seen of {expected.variant}")
            continue
        variant = next(v for v in card.variants if v.id == expected.variant)
        found = record | {"lines": code.count(variant.shown).lines}
        found["facts"] = dict(record.get("facts") or [])
        for name, value in expected.values.items():
            actual = found.get(name)
            if name == "facts":
                value = {key: str(item) for key, item in value.items()}
                actual = {key: found["facts"].get(key) for key in value}
            if actual != value:
                failures.append(
                    f"the finding no longer holds: {expected.variant} was to have "
                    f"{name} {value!r}, and has {actual!r}"
                )
    return failures


def timings(
    world: World, card: Card, runs: dict[str, Callable[[], Any]]
) -> list[Record]:
    """The ratios of the card's pairs."""
    pairs = [pair for pair in card.pairs if set(pair) <= set(runs)]
    taking_part = {name: runs[name] for name in runs if any(name in p for p in pairs)}
    if not pairs:
        return []
    clock = timing.CLOCKS[world.backend]
    seconds = timing.measure(
        taking_part,
        lambda: around(world, card.before),
        lambda: around(world, card.after),
        clock,
    )
    found = []
    for first, second in pairs:
        r = timing.ratio(first, second, seconds)
        numbers = {"ratio": r.ratio, "low": r.low, "high": r.high, "rounds": r.rounds}
        names = {"first": first, "second": second, "clock": clock}
        found.append({"card": card.id, "database": world.backend} | names | numbers)
    return found
