"""The lab's one command; `run` beside the package calls it."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lab import child, files
from lab.card import LabError
from lab.ron import Mapping
from lab.server import throw_away

HERE = Path(__file__).parent.parent
EVIDENCE = HERE.parent / "evidence"
LIMITS = [
    "One team wrote both sides; no outside expert has reviewed it yet.",
    "A small machine shared with other work, databases on the same machine, warm caches.",
    "10,000 orders are a toy: with more rows the database’s share of the time grows.",
    "A ratio under about 1.3 is not an argument: it moves that much from run to run.",
]


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="data/lab/run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="no timing")
    parser.add_argument(
        "--postgresql",
        metavar="URL",
        help="also on PostgreSQL; “auto” starts a throw-away server",
    )
    parser.add_argument(
        "--only", metavar="CARD,…", default="", help="show some cards; writes nothing"
    )
    parser.add_argument("--out", type=Path, help="where to write (data/evidence)")
    parser.add_argument(
        "--export",
        type=Path,
        metavar="FILE",
        help="one file with the whole run, to be taken into a session; writes no other",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="compare with the shipped files, and write nothing",
    )
    asked = parser.parse_args()
    if asked.export and (asked.check or asked.out):
        parser.error("--export writes one file; leave out --check and --out")
    if asked.export and asked.export.exists():
        parser.error(f"{asked.export} is there already; name a new file")
    return asked


@contextmanager
def server(wanted: str | None) -> Iterator[str | None]:
    """The URL of the server that was named or is started for us."""
    if wanted == "auto":
        with throw_away() as url:
            yield url
    else:
        yield wanted


def main() -> int:
    """Run, then show, compare or write."""
    asked = arguments()
    # Being told to stop must still stop the server that was started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("lab: stopped"))
    only = [name for name in asked.only.split(",") if name]
    timed = not asked.quick and not asked.check
    started, began = time.monotonic(), os.getloadavg()[0]
    found = {"sqlite": child.run(None, only, timed)}
    if asked.postgresql:
        with server(asked.postgresql) as url:
            found["postgresql"] = child.run(url, only, timed)
    failures = [f for each in found.values() for f in each["failures"]]
    failures += across(found)
    if failures:
        told = "\n".join(f"- {failure}" for failure in failures)
        print(f"\nThe run failed, so nothing is written:\n{told}", file=sys.stderr)
        return 1
    parts = {
        "cards": files.cards(found["sqlite"]["cards"]),
        **{name: files.observations(each["seen"]) for name, each in found.items()},
    }
    if timed:
        parts["times"] = files.times([t for f in found.values() for t in f["times"]])
    if timed or asked.export:
        seconds = time.monotonic() - started
        parts["run"] = run_file(found, seconds, began, timed)
    if asked.export:
        asked.export.write_text(files.exported(parts), encoding="utf-8", newline="\n")
        print(f"{asked.export} written, {time.monotonic() - started:.0f} s")
        return 0
    texts = {f"{name}.ron": files.write_out(name, part) for name, part in parts.items()}
    if asked.check:
        return check(asked.out or EVIDENCE, texts)
    if only and asked.out is None:
        print("\n".join(texts.values()))
        return 0
    folder = asked.out or EVIDENCE
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(texts)} files written, {time.monotonic() - started:.0f} s")
    return 0


def across(found: dict[str, dict[str, Any]]) -> list[str]:
    """One data set: the answers must not depend on the database."""
    answers: dict[str, set[str]] = {}
    for each in found.values():
        for card in each["seen"]:
            for seen in card["seen"]:
                if seen.get("answer"):
                    answers.setdefault(card["card"], set()).add(seen["answer"])
    return [
        f"card {card}: SQLite and PostgreSQL give different answers"
        for card, digests in answers.items()
        if len(digests) > 1
    ]


def check(folder: Path, texts: dict[str, str]) -> int:
    """Compare with the shipped files."""
    found = [files.difference(folder / name, text) for name, text in texts.items()]
    differences = [each for each in found if each is not None]
    differences += stray_times(folder, texts["cards.ron"])
    if differences:
        told = "\n\n".join(differences)
        print(f"\nThe shipped files are not what was found:\n{told}", file=sys.stderr)
        return 1
    print("The shipped files are what was found.")
    measured = re.search(r'revision: "(\w+)"', read(folder / "run.ron"))
    if measured and measured[1] != files.revision(HERE):
        print("The times were measured by another revision of the lab.")
    return 0


def stray_times(folder: Path, cards: str) -> list[str]:
    """Times of cards or variants that there are no more."""
    ids = set(re.findall(r'\bid: "([^"]+)"', cards))
    timed = re.findall(r'(?:card|first|second): "([^"]+)"', read(folder / "times.ron"))
    return [f"times.ron tells of “{name}”" for name in sorted(set(timed) - ids)]


def read(path: Path) -> str:
    """A file's text, or none."""
    return path.read_text(encoding="utf-8") if path.exists() else ""


def run_file(
    found: dict[str, dict[str, Any]], seconds: float, began: float, timed: bool
) -> dict[str, Any]:
    """What run.ron holds."""
    busy = max(began, os.getloadavg()[0] - 1)
    beside = "other work ran beside it" if busy > 0.75 else "nothing else ran"
    postgresql = found.get("postgresql", {}).get("version")
    pins = (HERE / "requirements.txt").read_text(encoding="utf-8").split()
    names = [pin.partition("==")[0].partition("[")[0] for pin in pins]
    machine = f"{platform.system()}, {platform.machine()}, {os.cpu_count()} processors"
    return {
        "revision": files.revision(HERE),
        "date": dt.date.today().isoformat(),
        "quick": not timed,
        "seconds": round(seconds),
        "machine": machine.replace("x86_64", "x86-64"),
        "python": platform.python_version(),
        "sqlite": found["sqlite"]["version"],
        "postgresql": files.maybe(postgresql),
        "versions": Mapping({name: version(name) for name in names}),
        "load": beside,
        "limits": LIMITS,
    }


if __name__ == "__main__":
    try:
        sys.exit(main())
    except LabError as error:
        sys.exit(f"lab: {error}")
