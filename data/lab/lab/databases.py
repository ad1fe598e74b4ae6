"""The databases the lab may touch: SQLite files of its own, PostgreSQL named lab…."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from lab.card import LabError

SAFE_NAME = re.compile(r"lab[a-z0-9_]*$")
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
)


def refuse_foreign(name: str) -> None:
    """Stop before anything is touched that may belong to somebody."""
    if not SAFE_NAME.match(name):
        raise LabError(
            f"The database “{name}” may be somebody’s: the lab drops and makes "
            "databases, and does so only with names that start with “lab”. "
            "Make an empty one, for example with “createdb lab”."
        )


class Sqlite:
    """Files in a folder of the lab's own."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str) -> str:
        return f"sqlite:///{self.folder / database}.sqlite3"

    def path(self, database: str) -> Path:
        return self.folder / f"{database}.sqlite3"

    def drop(self, database: str) -> None:
        refuse_foreign(database)
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{self.path(database)}{end}").unlink(missing_ok=True)

    def create(self, database: str) -> None:
        self.drop(database)

    def copy(self, seeded: str, database: str) -> None:
        self.drop(database)
        shutil.copyfile(self.path(seeded), self.path(database))

    def connect(self, database: str) -> sqlite3.Connection:
        refuse_foreign(database)
        connection = sqlite3.connect(self.path(database), autocommit=False)
        tune(connection)
        return connection

    def django(self, url: str) -> dict[str, Any]:
        """The entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///"),
            "OPTIONS": {"init_command": "; ".join(SQLITE_PRAGMAS[:2])},
        }

    def sqlalchemy(self, url: str) -> str:
        return url

    def version(self) -> str:
        return sqlite3.sqlite_version


def tune(connection: sqlite3.Connection) -> None:
    """Foreign keys on, as Django has them; a write-ahead log, as is recommended."""
    before = connection.autocommit
    connection.autocommit = True
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)
    connection.autocommit = before


class Postgresql:
    """Databases on one server, beside the one whose URL was given."""

    name = "postgresql"

    def __init__(self, url: str) -> None:
        self.parts = urlsplit(url)
        self.home = unquote(self.parts.path.lstrip("/"))
        refuse_foreign(self.home)
        self.admin = psycopg.connect(url, autocommit=True)
        loaded = self.admin.execute("SHOW shared_preload_libraries").fetchone()[0]
        if "pg_stat_statements" not in loaded:
            raise LabError(
                "The server does not load pg_stat_statements, by which the lab "
                "counts. Set shared_preload_libraries = 'pg_stat_statements' and "
                "restart the server, or use “--postgresql auto”."
            )
        self.admin.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")

    def url(self, database: str) -> str:
        return urlunsplit(self.parts._replace(path=f"/{database}"))

    def drop(self, database: str) -> None:
        refuse_foreign(database)
        if database == self.home:
            raise LabError(f"“{database}” is the database of the lab's own connection.")
        name = sql.Identifier(database)
        self.admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
        )

    def create(self, database: str) -> None:
        self.drop(database)
        name = sql.Identifier(database)
        self.admin.execute(sql.SQL("CREATE DATABASE {}").format(name))

    def copy(self, seeded: str, database: str) -> None:
        self.drop(database)
        names = sql.Identifier(database), sql.Identifier(seeded)
        self.admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))

    def connect(self, database: str) -> psycopg.Connection:
        refuse_foreign(database)
        return psycopg.connect(self.url(database))

    def django(self, url: str) -> dict[str, Any]:
        """The entry of Django's DATABASES."""
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": parts.username or options.get("user", ""),
            "PASSWORD": parts.password or "",
            "HOST": parts.hostname or options.get("host", ""),
            "PORT": str(parts.port or options.get("port", "")),
            "CONN_MAX_AGE": None,
        }

    def sqlalchemy(self, url: str) -> str:
        parts = urlsplit(url)
        query = urlencode(parse_qsl(parts.query))
        return urlunsplit(parts._replace(scheme="postgresql+psycopg", query=query))

    def version(self) -> str:
        return self.admin.execute("SHOW server_version").fetchone()[0].split()[0]


Backend = Sqlite | Postgresql
