"""A process of its own for each database: Django can be set up only once in one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lab.card import LabError


def run(url: str | None, only: Sequence[str], timed: bool) -> dict[str, Any]:
    """Run the cards on one database (`None`: SQLite) in a process of their own."""
    with tempfile.TemporaryDirectory(prefix="lab-") as folder:
        order = {"url": url, "only": list(only), "timed": timed, "folder": folder}
        environment = os.environ | {"PYTHONHASHSEED": "0", "TZ": "UTC"}
        done = subprocess.run(
            [sys.executable, "-m", "lab.child", json.dumps(order)],
            env=environment,
            check=False,
        )
        result = Path(folder) / "result.json"
        if done.returncode != 0 or not result.exists():
            raise LabError("The run stopped early; its last words are above.")
        return json.loads(result.read_text(encoding="utf-8"))


def main(order: dict[str, Any]) -> None:
    """In the child: do the work, write down the result."""
    from lab.databases import Postgresql, Sqlite
    from lab.worker import work

    folder = Path(order["folder"])
    backend = Postgresql(order["url"]) if order["url"] else Sqlite(folder)
    found = work(backend, folder / "scratch", order["only"], order["timed"])
    found["version"] = backend.version()
    (folder / "result.json").write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    try:
        main(json.loads(sys.argv[1]))
    except LabError as error:
        sys.exit(f"lab: {error}")
