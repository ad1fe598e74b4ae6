"""What a variant runs in: one seeded database, both ORMs connected to it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine

from lab.databases import Backend, tune
from lab.statements import Watch, watching

SEEDED, WORK, EMPTY = "lab_seeded", "lab_work", "lab_empty"


class Cursor:
    """A driver's cursor that takes `%s` on both databases and can be chained."""

    def __init__(self, connection: Any, question_marks: bool) -> None:
        self.connection = connection
        self.cursor = connection.cursor()
        self.question_marks = question_marks

    def _text(self, text: str) -> str:
        return text.replace("%s", "?") if self.question_marks else text

    def execute(self, text: str, values: Sequence[Any] | None = None) -> Cursor:
        self.cursor.execute(self._text(text), *([] if values is None else [values]))
        return self

    def executemany(self, text: str, rows: Sequence[Sequence[Any]]) -> Cursor:
        self.cursor.executemany(self._text(text), rows)
        return self

    def fetchone(self) -> Any:
        return self.cursor.fetchone()

    def fetchall(self) -> list[Any]:
        return self.cursor.fetchall()

    @property
    def rowcount(self) -> int:
        return self.cursor.rowcount


class World:
    """One database of the shop, and what there is to reach it."""

    def __init__(self, backend: Backend, scratch: Path) -> None:
        self.databases = backend
        self.backend = backend.name
        self.url = backend.url(WORK)
        self.scratch = scratch
        self.engine = self.make_engine()
        self._bare: Any = None
        self._empty = 0

    def make_engine(self) -> Engine:
        """SQLAlchemy's engine as its documentation advises for the database."""
        if self.backend == "postgresql":
            return create_engine(self.sqlalchemy_url())
        arguments = {"autocommit": False}
        engine = create_engine(self.sqlalchemy_url(), connect_args=arguments)
        event.listen(engine, "connect", lambda connection, _: tune(connection))
        return engine

    def sqlalchemy_url(self, url: str | None = None) -> str:
        """A database's URL as SQLAlchemy wants it; the shop's if none is named."""
        return self.databases.sqlalchemy(url or self.url)

    def django_settings(self, url: str | None = None) -> dict[str, Any]:
        """The least settings with which Django uses a database."""
        return {
            "SECRET_KEY": "lab",
            "USE_TZ": True,
            "TIME_ZONE": "UTC",
            "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
            "INSTALLED_APPS": [
                "django.contrib.contenttypes",
                "django.contrib.auth",
                "lab.shop",
            ],
            "DATABASES": {"default": self.databases.django(url or self.url)},
        }

    def driver(self) -> Any:
        """A new bare connection to the shop's database."""
        return self.databases.connect(WORK)

    def cursor(self) -> Cursor:
        """A cursor on the lab's own bare connection."""
        if self._bare is None:
            self._bare = self.driver()
        return Cursor(self._bare, self.backend == "sqlite")

    def bare(self) -> Any:
        """The lab's own bare connection."""
        return self.cursor().connection

    def restore(self) -> None:
        """Put the shop's database back as it was seeded; empty the scratch folder."""
        self.close()
        for number in range(1, self._empty + 1):
            self.databases.drop(f"{EMPTY}_{number}")
        self._empty = 0
        self.databases.copy(SEEDED, WORK)
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)

    def close(self) -> None:
        """Close every connection of this process."""
        from django.db import connections

        connections.close_all()
        self.engine.dispose()
        if self._bare is not None:
            self._bare.close()
            self._bare = None

    def empty_database(self) -> str:
        """The URL of a new database without tables; gone at the next restore."""
        self._empty += 1
        name = f"{EMPTY}_{self._empty}"
        self.databases.create(name)
        return self.databases.url(name)

    @contextmanager
    def watch(self) -> Iterator[Watch]:
        """Count what the database executes, by Django, `engine` or the bare cursor."""
        with watching(self) as watch:
            yield watch

    def run(
        self,
        args: Sequence[str],
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        answers: str = "",
    ) -> subprocess.CompletedProcess[str]:
        """Run a process of its own in the scratch folder; never raises on failure.

        `answers` is what is typed when it asks: nothing, unless given.
        """
        command = [sys.executable if args[0] == "python" else args[0], *args[1:]]
        beside = Path(sys.executable).parent / args[0]
        if args[0] != "python" and beside.exists():
            command[0] = str(beside)
        environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(self.scratch),
            "LANG": "C.UTF-8",
            "COLUMNS": "100",
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "PYTHONDONTWRITEBYTECODE": "1",
            **(env or {}),
        }
        return subprocess.run(
            command,
            env=environment,
            cwd=cwd or self.scratch,
            text=True,
            capture_output=True,
            check=False,
            input=answers,
        )
