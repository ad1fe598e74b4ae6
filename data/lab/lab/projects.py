"""Two small projects with one table, as each side's own commands make them.

Both read the model from a file, write migrations and apply them in processes of their
own, so that what the cards see is what a team would see at its terminal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pprint import pformat
from subprocess import CompletedProcess
from textwrap import dedent, indent
from typing import Any

from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import NullPool

from lab.card import LabError

ROWS = [("bolt", 5, "keep"), ("nut", 7, "me")]
DJANGO_ITEM = """
class Item(models.Model):
    name = models.CharField(max_length=80)
    qty = models.IntegerField()
    note = models.CharField(max_length=40, null=True)
"""
SQLALCHEMY_ITEM = """
class Item(Base):
    __tablename__ = "inv_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    qty: Mapped[int]
    note: Mapped[str | None] = mapped_column(String(40))
"""
DJANGO_HEAD = "from django.db import models\n\n"
SQLALCHEMY_HEAD = """
from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass

"""
#: What a team edits after “alembic init”: file, what stands there, what is written.
ENVIRONMENT = [
    ("alembic.ini", "sqlalchemy.url = driver://user:pass@localhost/dbname", "URL"),
    (
        "migrations/env.py",
        "target_metadata = None",
        "from models import Base\n\ntarget_metadata = Base.metadata",
    ),
]
CONFIGURED = "connection=connection, target_metadata=target_metadata"
BATCH = f"{CONFIGURED}, render_as_batch=True"


@dataclass(frozen=True)
class Outcome:
    """What became of one change to the model.

    `generated` is the migration's body, `None` where none was written; `error` why it
    could not be written or applied; `tables` every row by table, each by column.
    """

    asked: bool
    generated: str | None
    error: str | None
    tables: dict[str, list[dict[str, Any]]]

    @property
    def applied(self) -> bool:
        return self.error is None

    def kept(self, column: str, expected: Sequence[Any]) -> bool:
        """Whether the one table's rows still have these values, in one column."""
        if not self.applied or len(self.tables) != 1:
            return False
        (rows,) = self.tables.values()
        return [row.get(column) for row in rows] == list(expected)

    def says(self, kept: bool) -> str:
        """What happened to the data, in a clause."""
        if self.generated is None:
            return "refuses to write a migration"
        if not self.applied:
            return "writes a migration that fails on a table with rows"
        if not kept:
            return "applies, and the data is gone without a word"
        return "asks, and the data is kept" if self.asked else "the data is kept"

    def proof(self) -> str:
        """What was written, and why it did not work."""
        return "\n".join(part for part in (self.generated, self.error) if part)


class Project:
    """What the two have in common: a folder and an empty database."""

    folder_name = ""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.url = world.empty_database()
        self.engine = create_engine(world.sqlalchemy_url(self.url), poolclass=NullPool)
        self.folder = world.scratch / self.folder_name
        self.folder.mkdir()

    def run(self, *args: str, answers: str = "") -> CompletedProcess[str]:
        return self.world.run(
            ["python", "-m", *args],
            env={"PYTHONPATH": str(self.folder), "DJANGO_SETTINGS_MODULE": "settings"},
            cwd=self.folder,
            answers=answers,
        )

    def must(self, *args: str) -> CompletedProcess[str]:
        """Run what has to work, or else the card shows nothing."""
        done = self.run(*args)
        if done.returncode != 0:
            raise LabError(f"{' '.join(args)}: {reason(done)}")
        return done

    def execute(self, sql: str) -> None:
        """Somebody at the database's own prompt."""
        with self.engine.begin() as connection:
            connection.exec_driver_sql(sql)

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """The application's tables and their rows."""
        names = inspect(self.engine).get_table_names()
        with self.engine.connect() as connection:
            return {
                name: [dict(row) for row in rows(connection, name)]
                for name in sorted(names)
                if "inv_" in name
            }

    def fill(self) -> None:
        for name, quantity, note in ROWS:
            self.execute(
                "INSERT INTO inv_item (name, qty, note) "
                f"VALUES ('{name}', {quantity}, '{note}')"
            )


def rows(connection: Any, table: str) -> Any:
    query = f"SELECT * FROM {table} ORDER BY id"
    return connection.exec_driver_sql(query).mappings()


class DjangoProject(Project):
    """One application, `inv`, with its first migration applied and two rows."""

    folder_name = "django"

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        settings = world.django_settings(self.url) | {"INSTALLED_APPS": ["inv"]}
        lines = (f"{name} = {pformat(value)}\n" for name, value in settings.items())
        (self.folder / "settings.py").write_text("".join(lines))
        self.versions = self.folder / "inv" / "migrations"
        self.versions.mkdir(parents=True)
        (self.folder / "inv" / "__init__.py").touch()
        (self.versions / "__init__.py").touch()
        self.model(DJANGO_ITEM)
        self.must("django", "makemigrations", "inv", "-n", "first")
        self.must("django", "migrate")
        self.fill()

    def model(self, text: str) -> None:
        (self.folder / "inv" / "models.py").write_text(DJANGO_HEAD + text)

    def change(self, model: str, answers: str = "", *flags: str) -> Outcome:
        """Change the model, let the migration be written, apply it."""
        self.model(model)
        made = self.run(
            "django", "makemigrations", "inv", "-n", "change", *flags, answers=answers
        )
        written = self.versions / "0002_change.py"
        asked = "[y/N]" in made.stdout or "Select an option" in made.stdout
        if not written.exists():
            return Outcome(asked, None, said(made), self.tables())
        source = written.read_text()
        operations = dedent(source[source.index("    operations = ") :]).strip()
        applied = self.run("django", "migrate")
        error = reason(applied) if applied.returncode else None
        return Outcome(asked, operations, error, self.tables())


class AlembicProject(Project):
    """The same table with Alembic, its first revision applied and two rows.

    `batch`: whether env.py asks for batch mode, as SQLite needs it.
    """

    folder_name = "alembic"

    def __init__(self, world: Any, batch: bool | None = None) -> None:
        super().__init__(world)
        self.must("alembic", "init", "migrations")
        for name, old, new in ENVIRONMENT:
            # The file's own reader takes a percent sign for the start of a name.
            address = world.sqlalchemy_url(self.url).replace("%", "%%")
            url = f"sqlalchemy.url = {address}"
            self.edit(name, old, url if new == "URL" else new)
        if world.backend == "sqlite" if batch is None else batch:
            self.configure(BATCH)
        self.versions = self.folder / "migrations" / "versions"
        self.model(SQLALCHEMY_ITEM)
        self.must("alembic", "revision", "--autogenerate", "-m", "first")
        self.must("alembic", "upgrade", "head")
        self.fill()

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a file by hand; the lab fails where it no longer reads so."""
        path = self.folder / name
        text = path.read_text()
        if old not in text:
            raise LabError(f"{name}, as Alembic writes it, no longer has “{old}”")
        path.write_text(text.replace(old, new))

    def configure(self, arguments: str) -> None:
        self.edit("migrations/env.py", CONFIGURED, arguments)

    def model(self, text: str) -> None:
        (self.folder / "models.py").write_text(SQLALCHEMY_HEAD + text)

    def change(self, model: str, by_hand: str | None = None) -> Outcome:
        """Change the model, have the revision written, reviewed where told; apply it.

        `by_hand` is upgrade() and downgrade() as the reviewer writes them instead.
        """
        self.model(model)
        before = set(self.versions.glob("*.py"))
        made = self.run("alembic", "revision", "--autogenerate", "-m", "change")
        new = set(self.versions.glob("*.py")) - before
        if not new:
            return Outcome(False, None, reason(made), self.tables())
        (path,) = new
        source = path.read_text()
        if by_hand is not None:
            start = source.index("def upgrade()")
            source = source[:start] + dedent(by_hand).strip() + "\n"
            path.write_text(source)
        applied = self.run("alembic", "upgrade", "head")
        error = reason(applied) if applied.returncode else None
        return Outcome(False, upgrade(source), error, self.tables())

    def check(self) -> CompletedProcess[str]:
        return self.run("alembic", "check")


def upgrade(source: str) -> str:
    """What upgrade() does, without Alembic's own comments."""
    start = source.index("def upgrade()")
    body = source[start:].split("def downgrade()")[0].splitlines()[1:]
    kept = [line for line in body if not line.strip().startswith(("#", '"""'))]
    return dedent("\n".join(kept)).strip()


def said(done: CompletedProcess[str]) -> str:
    """What a command printed."""
    return (done.stdout + done.stderr).strip()


def reason(done: CompletedProcess[str]) -> str:
    """Why a command failed: the last line that names an error."""
    lines = said(done).splitlines()
    errors = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)]
    failed = [line for line in lines if line.startswith(("ERROR", "FAILED"))]
    return (errors or failed or lines or ["nothing was said"])[-1].strip()


def lines_of(code: str) -> int:
    """How many lines somebody wrote by hand in upgrade() and downgrade()."""
    lines = [line.strip() for line in code.strip().splitlines()]
    return sum(bool(line) and not line.startswith("def ") for line in lines)


def functions(up: str, down: str) -> str:
    """upgrade() and downgrade() with these bodies."""
    both = (("upgrade", up), ("downgrade", down))
    return "\n\n".join(
        f"def {name}():\n{indent(dedent(text).strip(), '    ')}" for name, text in both
    )
