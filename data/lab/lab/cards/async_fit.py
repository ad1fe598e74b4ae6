"""Inside an asynchronous program."""

from __future__ import annotations

import asyncio
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connections, transaction
from django.db.models import CharField, Func, Value, aprefetch_related_objects
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import (
    AsyncAttrs,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Session

from lab.card import NO, YES, Card, Seen
from lab.peak import Peak
from lab.shop import mapped as sa
from lab.shop import models as dj


def async_engine(world: Any, **options: Any) -> Any:
    """SQLAlchemy's asynchronous engine on the shop's database."""
    url = world.sqlalchemy_url().replace("sqlite://", "sqlite+aiosqlite://")
    return create_async_engine(url, **options)


def in_loop(run: Any) -> Any:
    """Run a coroutine function, with a connection of Django's that is new.

    Django's asynchronous methods work in a thread that outlives the event loop, and
    so does its connection; each probe has a database of its own.
    """

    async def fresh() -> Any:
        await sync_to_async(connections.close_all)()
        try:
            return await run()
        finally:
            await sync_to_async(connections.close_all)()

    return asyncio.run(fresh())


def outcome(run: Any) -> Seen:
    """Whether it worked, or what was raised."""
    try:
        in_loop(run)
    except Exception as caught:  # noqa: BLE001 - either ORM's own exception
        # SQLAlchemy wraps what comes from a driver.
        error = getattr(caught, "orig", None) or caught
        name = type(error).__name__
        proof = f"{name}: {str(error).strip().splitlines()[0]}"
        return Seen(
            can=NO, says=f"{name} is raised", proof=proof, facts={"raised": name}
        )
    return Seen(can=YES, says="works", facts={"raised": "nothing"})


# The ordinary ORM in async def --------------------------------------------------------

blocking = Card(
    id="sync-call-in-async-code",
    criterion="async-fit",
    also=["transaction-safety"],
    kind="default",
    question="Somebody calls the ordinary, synchronous ORM inside async def. Who"
    " notices?",
    finding="Django refuses at once with SynchronousOnlyOperation; SQLAlchemy’s"
    " synchronous Session works and stops every other task of the event loop for as long"
    " as it takes, without a word.",
    method="A product is read by its key within a coroutine.",
    limits=[
        "SQLAlchemy’s asynchronous Session is the right tool there; this is about the"
        " slip.",
    ],
    frameworks=["django", "asgi"],
    features=["async"],
)


async def django_blocking():
    return dj.Product.objects.get(pk=1).name


async def sqlalchemy_blocking(engine):
    with Session(engine) as session:
        return session.get_one(sa.Product, 1).name


def noticed(seen: Seen) -> Seen:
    said = "nobody: it works, and blocks" if seen.can == YES else seen.says
    return Seen(says=said, proof=seen.proof, facts=seen.facts)


@blocking.probe("django", "naive", shown=django_blocking)
def _(world):
    return noticed(outcome(django_blocking))


@blocking.probe("sqlalchemy", "naive", shown=sqlalchemy_blocking)
def _(world):
    return noticed(outcome(lambda: sqlalchemy_blocking(world.engine)))


blocking.expect(None, "django-naive", facts={"raised": "SynchronousOnlyOperation"})
blocking.expect(None, "sqlalchemy-naive", facts={"raised": "nothing"})


# A transaction ------------------------------------------------------------------------

transactions = Card(
    id="async-transaction",
    criterion="async-fit",
    kind="capability",
    question="Can a transaction span awaits?",
    finding="SQLAlchemy’s asynchronous Session is one; Django’s atomic() is no"
    " asynchronous context manager, so that the work has to move into a synchronous"
    " function that runs in a thread.",
    method="A product is read within a transaction in a coroutine.",
    limits=["Django’s documentation names the same limit and the same way around it."],
    frameworks=["django", "asgi"],
    features=["async"],
    changed="Django has had asynchronous queries since 4.1 (August 2022), transactions not",
    suggests=[
        ("left", 3, 6, "A transaction has to move into a thread."),
        ("right", 8, 10, "A transaction may span awaits."),
    ],
)


async def django_transaction():
    async with transaction.atomic():
        return (await dj.Product.objects.aget(pk=1)).name


async def django_transaction_in_thread():
    @sync_to_async
    @transaction.atomic
    def work():
        return dj.Product.objects.get(pk=1).name

    return await work()


async def sqlalchemy_transaction(sessions):
    async with sessions.begin() as session:
        return (await session.get_one(sa.Product, 1)).name


@transactions.probe("django", "naive", shown=django_transaction)
def _(world):
    return outcome(django_transaction)


@transactions.probe(
    "django",
    means="other",
    note="The transaction lives in a thread.",
    shown=django_transaction_in_thread,
)
def _(world):
    seen = outcome(django_transaction_in_thread)
    can = "other_means" if seen.can == YES else NO
    return Seen(can=can, says="works, in a thread", proof=seen.proof, facts=seen.facts)


@transactions.probe("sqlalchemy", shown=sqlalchemy_transaction)
def _(world):
    async def run() -> None:
        engine = async_engine(world)
        try:
            await sqlalchemy_transaction(async_sessionmaker(engine))
        finally:
            await engine.dispose()

    return outcome(run)


transactions.expect(None, "django-naive", can=NO, facts={"raised": "TypeError"})
transactions.expect(None, "django-idiomatic", can="other_means")
transactions.expect(None, "sqlalchemy-idiomatic", can=YES)


# A related object ---------------------------------------------------------------------

lazy = Card(
    id="lazy-loading-in-async-code",
    criterion="async-fit",
    kind="default",
    question="In a coroutine, a related object is touched that was not loaded. What"
    " happens?",
    finding="A plain attribute raises on both: SynchronousOnlyOperation in Django,"
    " MissingGreenlet in SQLAlchemy. SQLAlchemy’s AsyncAttrs lets one be awaited by name;"
    " Django fetches into objects that are there with aprefetch_related_objects().",
    method="An order is loaded in a coroutine; then its customer is read.",
    limits=["Loading it beforehand is what both advise."],
    frameworks=["django", "asgi"],
    features=["async"],
)


async def django_lazy():
    order = await dj.SalesOrder.objects.aget(pk=3)
    return order.customer.name


async def sqlalchemy_lazy(session):
    order = await session.get_one(sa.SalesOrder, 3)
    return order.customer.name


@lazy.probe("django", "naive", shown=django_lazy)
def _(world):
    seen = outcome(django_lazy)
    return Seen(says=seen.says, proof=seen.proof, facts=seen.facts)


@lazy.probe("sqlalchemy", "naive", shown=sqlalchemy_lazy)
def _(world):
    async def run() -> None:
        engine = async_engine(world)
        try:
            async with AsyncSession(engine) as session:
                await sqlalchemy_lazy(session)
        finally:
            await engine.dispose()

    seen = outcome(run)
    return Seen(says=seen.says, proof=seen.proof, facts=seen.facts)


async def django_fetched():
    order = await dj.SalesOrder.objects.aget(pk=3)
    await aprefetch_related_objects([order], "customer")
    return order.customer.name


AWAITED = """
class Base(AsyncAttrs, DeclarativeBase):
    pass


order = await session.get_one(SalesOrder, 3)
return (await order.awaitable_attrs.customer).name
"""


@lazy.probe("django", "expert", shown=django_fetched)
def _(world):
    seen = outcome(django_fetched)
    return Seen(says="the value comes", proof=seen.proof, facts=seen.facts)


@lazy.probe("sqlalchemy", "expert", shown=AWAITED)
def _(world):
    async def run() -> None:
        engine = async_engine(world)
        try:
            async with AsyncSession(engine) as session:
                order = await session.get_one(sa.SalesOrder, 3)
                # What the base class AsyncAttrs puts onto each object.
                await AsyncAttrs.awaitable_attrs.fget(order).customer
        finally:
            await engine.dispose()

    seen = outcome(run)
    return Seen(says="the value comes", proof=seen.proof, facts=seen.facts)


lazy.expect(None, "django-expert", facts={"raised": "nothing"})
lazy.expect(None, "sqlalchemy-expert", facts={"raised": "nothing"})


lazy.expect(None, "django-naive", facts={"raised": "SynchronousOnlyOperation"})
lazy.expect(None, "sqlalchemy-naive", facts={"raised": "MissingGreenlet"})


# Ten queries at once ------------------------------------------------------------------

AT_ONCE = 10


at_once = Card(
    id="queries-at-once-in-one-request",
    criterion="async-fit",
    kind="default",
    question="One request wants ten slow queries at once. How many does the database run"
    " at the same time?",
    finding="With SQLAlchemy all ten, each on a Session of its own; with Django one after"
    " another, since a request’s queries share a thread and a connection.",
    method="asyncio.gather() over ten queries that sleep a tenth of a second; a second"
    " connection looks at what is active.",
    limits=[
        "Across requests both run side by side; another card shows it.",
        "sync_to_async(…, thread_sensitive=False) runs Django’s side by side too, each on"
        " a connection that is to be closed by hand.",
        "Ten connections for one request are rarely wanted; a join often says the same.",
    ],
    frameworks=["django", "asgi"],
    features=["async"],
    databases=["postgresql"],
    on=["postgresql"],
)


async def django_gather():
    async def ask(key):
        nap = Func(Value(0.1), function="pg_sleep", output_field=CharField())
        product = await dj.Product.objects.annotate(nap=nap).aget(pk=key)
        return product.name

    return await asyncio.gather(*[ask(key) for key in range(1, 11)])


async def sqlalchemy_gather(sessions):
    async def ask(key):
        nap = func.pg_sleep(0.1)
        async with sessions() as session:
            query = select(sa.Product.name, nap).where(sa.Product.id == key)
            return (await session.execute(query)).one().name

    return await asyncio.gather(*[ask(key) for key in range(1, 11)])


def most_active(peak: Peak) -> Seen:
    side = "side by side" if peak.most > 1 else "one after another"
    return Seen(says=side, facts={"active at once": peak.most})


@at_once.probe("django", shown=django_gather)
def _(world):
    with Peak(world) as peak:
        in_loop(django_gather)
    return most_active(peak)


@at_once.probe("sqlalchemy", shown=sqlalchemy_gather)
def _(world):
    async def run() -> Peak:
        engine = async_engine(world, pool_size=AT_ONCE)
        sessions = async_sessionmaker(engine)
        # Opening a connection takes a while; what is asked is what happens once they are.
        await sqlalchemy_gather(sessions)
        with Peak(world) as peak:
            await sqlalchemy_gather(sessions)
        await engine.dispose()
        return peak

    return most_active(in_loop(run))


at_once.expect("postgresql", "django-idiomatic", facts={"active at once": 1})
at_once.expect("postgresql", "sqlalchemy-idiomatic", facts={"active at once": 10})


# Rows as they come --------------------------------------------------------------------

streaming = Card(
    id="async-streaming",
    criterion="async-fit",
    kind="capability",
    question="Can rows be read one by one with async for, as they come?",
    finding="Both can: Django by iterating a queryset’s aiterator(), SQLAlchemy by"
    " stream_scalars().",
    method="All products are read in a coroutine, and counted.",
    limits=["When each row arrives was not observed, nor that memory stays flat."],
    frameworks=["django", "asgi"],
    features=["async"],
)


async def django_stream():
    count = 0
    async for product in dj.Product.objects.order_by("id").aiterator(chunk_size=100):
        count += 1
    return count


async def sqlalchemy_stream(session):
    count = 0
    products = select(sa.Product).order_by(sa.Product.id)
    async for product in await session.stream_scalars(products):
        count += 1
    return count


@streaming.probe("django", shown=django_stream)
def _(world):
    return streamed(in_loop(django_stream))


@streaming.probe("sqlalchemy", shown=sqlalchemy_stream)
def _(world):
    async def run() -> int:
        engine = async_engine(world)
        async with AsyncSession(engine) as session:
            count = await sqlalchemy_stream(session)
        await engine.dispose()
        return count

    return streamed(in_loop(run))


def streamed(count: int) -> Seen:
    return Seen(can=YES, says="all rows arrive", facts={"rows": count})


streaming.expect(None, "django-idiomatic", can=YES, facts={"rows": 500})
streaming.expect(None, "sqlalchemy-idiomatic", can=YES, facts={"rows": 500})
