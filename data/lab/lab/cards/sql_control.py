"""Seeing and steering what is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.db.models import FETCH_RAISE, F, Func, IntegerField, Value
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session, raiseload

from lab.card import NO, OTHER_MEANS, YES, Card, Seen
from lab.shop import mapped as sa
from lab.shop import models as dj


def refusal(error: BaseException) -> str:
    """An exception as a proof: its type and its first line."""
    return f"{type(error).__name__}: {str(error).strip().splitlines()[0]}"


# Forbidding queries that nobody wrote -------------------------------------------------


def guarded(read: Any) -> Seen:
    """Whether reading a related object was stopped."""
    try:
        read()
    except Exception as error:  # noqa: BLE001 - either ORM's own exception
        return Seen(can=YES, says="stopped", proof=refusal(error))
    return Seen(can=NO, says="a query is sent all the same")


guard_object = Card(
    id="forbid-lazy-object",
    criterion="sql-control",
    kind="capability",
    question="Can lazy loading of a related object be forbidden, so that N+1 is an error"
    " instead of a slow page?",
    finding="Both can: Django by a fetch mode since 6.1, SQLAlchemy by raiseload().",
    method="An order is loaded with lazy loading forbidden, then its customer is read.",
    limits=["It shows the tool, not whether a team remembers to use it."],
    changed="Django 6.1 added fetch modes (August 2026)",
)


def django_guarded_object():
    order = dj.SalesOrder.objects.fetch_mode(FETCH_RAISE).earliest("id")
    return order.customer.name


def sqlalchemy_guarded_object(session):
    first = select(sa.SalesOrder).order_by(sa.SalesOrder.id).limit(1)
    order = session.scalars(first.options(raiseload("*"))).one()
    return order.customer.name


@guard_object.probe("django", shown=django_guarded_object)
def _(world):
    return guarded(django_guarded_object)


@guard_object.probe("sqlalchemy", shown=sqlalchemy_guarded_object)
def _(world):
    with Session(world.engine) as session:
        return guarded(lambda: sqlalchemy_guarded_object(session))


guard_object.expect(None, "django-idiomatic", can=YES)
guard_object.expect(None, "sqlalchemy-idiomatic", can=YES)


guard_collection = Card(
    id="forbid-lazy-collection",
    criterion="sql-control",
    kind="capability",
    question="Can lazy loading of a collection be forbidden as well?",
    finding="SQLAlchemy’s raiseload() covers collections. Django’s fetch modes cover"
    " foreign keys and deferred fields, and a reverse collection is read all the same; a"
    " documented wrapper can forbid every query in a block.",
    method="An order is loaded with lazy loading forbidden, then its lines are read.",
    limits=[
        "In Django order.lines is a manager, and asking it for rows is a query that"
        " somebody writes; the N+1 it causes in a loop is the same.",
    ],
    changed="Django 6.1 added fetch modes (August 2026)",
)


def django_guarded_collection():
    order = dj.SalesOrder.objects.fetch_mode(FETCH_RAISE).earliest("id")
    return len(order.lines.all())


def sqlalchemy_guarded_collection(session):
    first = select(sa.SalesOrder).order_by(sa.SalesOrder.id).limit(1)
    order = session.scalars(first.options(raiseload("*"))).one()
    return len(order.lines)


def no_query(execute, sql, params, many, context):
    raise RuntimeError(f"A query that nobody wrote: {sql}")


def django_guarded_block():
    order = dj.SalesOrder.objects.earliest("id")
    with connection.execute_wrapper(no_query):
        return len(order.lines.all())


GUARDED_BLOCK = """
def no_query(execute, sql, params, many, context):
    raise RuntimeError(f"A query that nobody wrote: {sql}")


order = SalesOrder.objects.earliest("id")
with connection.execute_wrapper(no_query):
    return len(order.lines.all())
"""


@guard_collection.probe("django", "naive", shown=django_guarded_collection)
def _(world):
    return guarded(django_guarded_collection)


@guard_collection.probe("django", means="other", shown=GUARDED_BLOCK)
def _(world):
    seen = guarded(django_guarded_block)
    can = OTHER_MEANS if seen.can == YES else NO
    return replace(seen, can=can, says=f"{seen.says}, with every other query")


@guard_collection.probe("sqlalchemy", shown=sqlalchemy_guarded_collection)
def _(world):
    with Session(world.engine) as session:
        return guarded(lambda: sqlalchemy_guarded_collection(session))


guard_collection.expect(None, "django-naive", can=NO)
guard_collection.expect(None, "django-idiomatic", can=OTHER_MEANS)
guard_collection.expect(None, "sqlalchemy-idiomatic", can=YES)


# Functions that nobody wrapped --------------------------------------------------------

function = Card(
    id="unwrapped-function",
    criterion="sql-control",
    kind="capability",
    question="Can a function of the database be called that the ORM knows nothing of?",
    finding="Both can, in one expression; that only SQLAlchemy could is out of date.",
    method="The place of the @ in each customer’s address is asked for with the"
    " database’s own function (instr on SQLite, strpos on PostgreSQL).",
    limits=["Functions that return rows, and new operators, were not tried."],
)


def django_function(name):
    at = Func(F("email"), Value("@"), function=name, output_field=IntegerField())
    return list(dj.Customer.objects.order_by("id").values_list(at, flat=True)[:3])


def sqlalchemy_function(session, name):
    at = getattr(func, name)(sa.Customer.email, "@")
    return session.scalars(select(at).order_by(sa.Customer.id).limit(3)).all()


def called(world: Any, call: Any) -> Seen:
    name = "instr" if world.backend == "sqlite" else "strpos"
    with world.watch() as seen:
        places = list(call(name))
    facts = {"first three": ", ".join(map(str, places))}
    return Seen(can=YES, facts=facts, statements=seen.statements, sql=seen.sql)


@function.probe("django", shown=django_function)
def _(world):
    return called(world, django_function)


@function.probe("sqlalchemy", shown=sqlalchemy_function)
def _(world):
    with Session(world.engine) as session:
        return called(world, lambda name: sqlalchemy_function(session, name))


function.expect(None, "django-idiomatic", can=YES, statements=1)
function.expect(None, "sqlalchemy-idiomatic", can=YES, statements=1)


# Seeing what would be sent ------------------------------------------------------------

preview = Card(
    id="sql-before-it-is-sent",
    criterion="sql-control",
    kind="capability",
    question="Can the SQL of a statement be read before it is sent, reads and writes?",
    finding="SQLAlchemy prints any statement, with its values if wanted; Django prints"
    " a query, and a write takes an execute_wrapper() that looks and stops.",
    method="A filtered read and an update of the same rows are turned into text without"
    " running them; what the database executes meanwhile is counted.",
    limits=[
        "What a SQLAlchemy Session flushes has no statement to print before either; it"
        " takes an event.",
        "Both log everything that is sent. Django’s text leaves values unquoted and"
        " cannot be run as it stands; SQLAlchemy’s is for reading too.",
    ],
)


class Preview(Exception):
    """Carries what would have been sent."""


def stop(execute, sql, params, many, context):
    raise Preview(sql, params)


def django_preview():
    paid = dj.SalesOrder.objects.filter(status="paid")
    texts = [str(paid.query)]
    try:
        with connection.execute_wrapper(stop):
            paid.update(status="closed")
    except Preview as preview:
        texts.append(preview.args[0])
    return texts


DJANGO_PREVIEW = """
def stop(execute, sql, params, many, context):
    raise Preview(sql, params)


paid = SalesOrder.objects.filter(status="paid")
texts = [str(paid.query)]
try:
    with connection.execute_wrapper(stop):
        paid.update(status="closed")
except Preview as preview:
    texts.append(preview.args[0])
"""


def sqlalchemy_preview(engine):
    is_paid = sa.SalesOrder.status == "paid"
    paid = select(sa.SalesOrder).where(is_paid)
    close = update(sa.SalesOrder).where(is_paid).values(status="closed")
    return [
        str(statement.compile(engine, compile_kwargs={"literal_binds": True}))
        for statement in (paid, close)
    ]


@preview.probe("django", means="other", shown=DJANGO_PREVIEW)
def _(world):
    with world.watch() as seen:
        texts = django_preview()
    return printed(seen, texts, OTHER_MEANS, "reads, and writes by a wrapper")


@preview.probe("sqlalchemy", shown=sqlalchemy_preview)
def _(world):
    with world.watch() as seen:
        texts = sqlalchemy_preview(world.engine)
    return printed(seen, texts, YES, "reads and writes can be read first")


def printed(seen: Any, texts: list[str], can: str, said: str) -> Seen:
    proof = "\n".join(" ".join(text.split()) for text in texts)
    if not any(text.startswith("UPDATE") for text in texts):
        return Seen(can=NO, says="only reads can", proof=proof)
    return Seen(can=can, says=said, proof=proof, statements=seen.statements)


preview.expect(None, "django-idiomatic", can=OTHER_MEANS, statements=0)
preview.expect(None, "sqlalchemy-idiomatic", can=YES, statements=0)


# How strictly a transaction is kept apart ----------------------------------------------

isolation = Card(
    id="isolation-of-one-transaction",
    criterion="sql-control",
    also=["transaction-safety"],
    kind="capability",
    question="Can one transaction be stricter than the others, serializable say?",
    finding="SQLAlchemy takes an isolation level for each connection or engine option;"
    " Django has a setting for each database alias, and for one transaction it takes a"
    " line of SQL or a plug-in.",
    method="A transaction is begun as serializable, and the server is asked what it is.",
    limits=["Retrying after a serialization failure is up to the team in both."],
    databases=["postgresql"],
    on=["postgresql"],
)


def django_isolation():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
        cursor.execute("SHOW transaction_isolation")
        return cursor.fetchone()[0]


def sqlalchemy_isolation(engine):
    with Session(engine.execution_options(isolation_level="SERIALIZABLE")) as session:
        return session.scalar(text("SHOW transaction_isolation"))


@isolation.probe("django", means="raw_sql", shown=django_isolation)
def _(world):
    level = django_isolation()
    can = OTHER_MEANS if level == "serializable" else NO
    return Seen(can=can, says=f"{level}, by a line of SQL")


@isolation.probe("sqlalchemy", shown=sqlalchemy_isolation)
def _(world):
    level = sqlalchemy_isolation(world.engine)
    return Seen(can=YES if level == "serializable" else NO, says=level)


isolation.expect("postgresql", "django-idiomatic", can=OTHER_MEANS)
isolation.expect("postgresql", "sqlalchemy-idiomatic", can=YES)
