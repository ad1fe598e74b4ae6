"""How many statements the database executed, and which ones the ORM sent.

SQLite tells each statement it runs to a trace function. PostgreSQL keeps count in
pg_stat_statements; what it runs by itself to check foreign keys is not counted, nor
are the later portions of a cursor. Statements that fail are in SQLite's count and not
in PostgreSQL's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from lab.world import World

CONTROL = ("begin", "commit", "rollback", "savepoint", "release", "start transaction")
OWN_WORK = """
    SELECT query, calls FROM pg_stat_statements s
    JOIN pg_database d ON d.oid = s.dbid
    WHERE d.datname = %s AND query NOT ILIKE '%%FROM ONLY%%'
    AND query NOT ILIKE 'FETCH%%' AND query NOT ILIKE 'CLOSE%%'
    AND query NOT ILIKE '%%lab_finish%%'
"""


@dataclass
class Watch:
    """What was seen between the beginning and the end of watching."""

    statements: int = 0
    control: int = 0
    sql: list[str] = field(default_factory=list)

    def count(self, text: str, calls: int = 1) -> None:
        """Add a statement that the database executed."""
        if text.lstrip().lower().startswith(CONTROL):
            self.control += calls
        else:
            self.statements += calls


@contextmanager
def watching(world: World) -> Iterator[Watch]:
    """Watch both ORMs and the bare cursor of this process."""
    watch = Watch()
    with ExitStack() as stack:
        stack.enter_context(sent_by_django(watch))
        stack.enter_context(sent_by_sqlalchemy(world, watch))
        count = sqlite_trace if world.backend == "sqlite" else postgresql_view
        stack.enter_context(count(world, watch))
        yield watch


@contextmanager
def sent_by_django(watch: Watch) -> Iterator[None]:
    """Keep the text of what Django sends."""
    from django.db import connection

    def note(execute: Any, text: str, params: Any, many: bool, context: Any) -> Any:
        keep(watch, text)
        return execute(text, params, many, context)

    with connection.execute_wrapper(note):
        yield


@contextmanager
def sent_by_sqlalchemy(world: World, watch: Watch) -> Iterator[None]:
    """Keep the text of what SQLAlchemy sends."""
    from sqlalchemy import event

    def note(connection, cursor, text, parameters, context, many) -> None:
        keep(watch, text)

    event.listen(world.engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(world.engine, "before_cursor_execute", note)


def keep(watch: Watch, text: str) -> None:
    """Keep a statement's text, on one line, unless it only steers a transaction."""
    line = " ".join(str(text).split())
    if not line.lower().startswith((*CONTROL, "pragma")):
        watch.sql.append(line)


@contextmanager
def sqlite_trace(world: World, watch: Watch) -> Iterator[None]:
    """Have each SQLite connection tell what it runs."""
    from django.db import connection
    from sqlalchemy import event

    traced: list[Any] = []

    def heard(text: str) -> None:
        if not text.startswith("--") and not text.lower().startswith("pragma"):
            watch.count(text)

    def trace(dbapi_connection: Any, *_: Any) -> None:
        dbapi_connection.set_trace_callback(heard)
        traced.append(dbapi_connection)

    connection.ensure_connection()
    trace(connection.connection)
    trace(world.bare())
    event.listen(world.engine, "checkout", trace)
    try:
        yield
    finally:
        event.remove(world.engine, "checkout", trace)
        for each in traced:
            each.set_trace_callback(None)


@contextmanager
def postgresql_view(world: World, watch: Watch) -> Iterator[None]:
    """Read PostgreSQL's own count."""
    from django.db import connection
    from sqlalchemy import event

    used: list[Any] = []

    def note(dbapi_connection: Any, *_: Any) -> None:
        used.append(dbapi_connection)

    connection.ensure_connection()
    world.engine.connect().close()
    world.bare().commit()
    admin = world.databases.admin
    admin.execute("SELECT pg_stat_statements_reset()")
    event.listen(world.engine, "checkout", note)
    try:
        yield
    finally:
        event.remove(world.engine, "checkout", note)
        world.bare().commit()
        finish([*used, connection.connection])
        database = world.url.partition("?")[0].rpartition("/")[2]
        for text, calls in admin.execute(OWN_WORK, [database]).fetchall():
            watch.count(text, calls)


def finish(connections: list[Any]) -> None:
    """Have the last statement of an open transaction counted.

    PostgreSQL counts a statement when the next one, or the end, closes it.
    """
    for each in connections:
        state = psycopg.pq.TransactionStatus
        if not each.closed and each.info.transaction_status == state.INTRANS:
            each.execute("SELECT 1 AS lab_finish")
