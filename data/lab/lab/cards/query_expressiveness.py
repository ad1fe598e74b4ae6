"""What can be said at all."""

from __future__ import annotations

import inspect
from typing import Any

from django.db.models import Avg, Count, F, QuerySet
from django.db.models.sql import compiler
from django_cte import CTE, with_cte
from sqlalchemy import func, select, true
from sqlalchemy.dialects.postgresql import distinct_on as postgresql_distinct_on
from sqlalchemy.orm import Session

from lab.card import NO, OTHER_MEANS, YES, Card, Seen
from lab.shop import mapped as sa
from lab.shop import models as dj

# The methods by which other query builders say WITH and FROM (SELECT …).
CTE_NAMES = ("cte", "with_cte", "with_recursive", "common_table_expression")
FROM_NAMES = ("subquery", "from_subquery", "lateral", "join", "select_from")


def lacks(names: tuple[str, ...], text: str | None) -> Seen:
    """Whether Django has a method for it, or its compiler knows the word."""
    methods = [name for name in names if hasattr(QuerySet, name)]
    known = text is not None and text in inspect.getsource(compiler)
    if methods or known:
        return Seen(can=YES, says=f"by {', '.join(methods) or 'the compiler'}")
    proof = f"QuerySet has none of {', '.join(names)}"
    if text is not None:
        proof += f"; “{text}” does not occur in django.db.models.sql.compiler"
    return Seen(can=NO, says="the ORM has no word for it", proof=proof)


def by_plugin(world: Any, missing: Seen, ask: Any) -> Seen:
    """What a plug-in sends where Django itself has no word for it."""
    if missing.can != NO:
        return missing
    with world.watch() as seen:
        count = len(ask())
    return Seen(
        can=OTHER_MEANS,
        says="by the plug-in django-cte",
        proof=missing.proof,
        facts={"rows": count},
        statements=seen.statements,
        sql=seen.sql,
    )


def sent(world: Any, ask: Any) -> Seen:
    """What SQLAlchemy sends, and that it runs."""
    with Session(world.engine) as session, world.watch() as seen:
        count = len(ask(session))
    facts = {"rows": count}
    return Seen(can=YES, facts=facts, statements=seen.statements, sql=seen.sql)


# WITH ---------------------------------------------------------------------------------

with_query = Card(
    id="with-queries",
    criterion="query-expressiveness",
    kind="capability",
    question="Can a common table expression (WITH) be said in the ORM’s own words?",
    finding="SQLAlchemy has cte(), recursive ones too; Django’s ORM has none, so that it"
    " takes a plug-in (django-cte) or SQL by hand.",
    method="Django’s query class and compiler are searched for it; the query is run with"
    " SQLAlchemy and with the plug-in, which find as many rows.",
    limits=[
        "Many WITH queries can be said as subqueries, which Django has; a recursive one"
        " cannot.",
        "The plug-in is a package of its own, with its own maintainers and releases.",
    ],
)


def django_with():
    busy = dj.SalesOrder.objects.values("customer_id").annotate(count=Count("id"))
    big = CTE(busy.filter(count__gt=8), name="big")
    joined = big.join(dj.Customer, id=big.col.customer_id)
    named = with_cte(big, select=joined.annotate(count=big.col.count))
    return list(named.order_by("id").values_list("name", "count"))


def sqlalchemy_with(session):
    big = (
        select(sa.SalesOrder.customer_id, func.count().label("orders"))
        .group_by(sa.SalesOrder.customer_id)
        .having(func.count() > 8)
        .cte("big")
    )
    query = select(sa.Customer.name, big.c.orders).join(
        big, big.c.customer_id == sa.Customer.id
    )
    return session.execute(query.order_by(sa.Customer.id)).all()


@with_query.probe("django", means="plugin", shown=django_with)
def _(world):
    return by_plugin(world, lacks(CTE_NAMES, "WITH RECURSIVE"), django_with)


@with_query.probe("sqlalchemy", shown=sqlalchemy_with)
def _(world):
    return sent(world, sqlalchemy_with)


with_query.expect(
    None, "django-idiomatic", can=OTHER_MEANS, statements=1, facts={"rows": 96}
)
with_query.expect(
    None, "sqlalchemy-idiomatic", can=YES, statements=1, facts={"rows": 96}
)


# FROM (SELECT …) ----------------------------------------------------------------------

derived = Card(
    id="subquery-in-from",
    criterion="query-expressiveness",
    kind="capability",
    question="Can a query select from another query, or join one?",
    finding="SQLAlchemy can. Django writes FROM (SELECT …) by itself for aggregates over"
    " aggregates and for filters on windows, but cannot join a query of yours; the"
    " plug-in django-cte joins it as WITH.",
    method="Django’s query class is searched for a way; the query, which joins orders to"
    " their customer’s average, is run with SQLAlchemy and with the plug-in, which find"
    " as many rows.",
    limits=[
        "Most reports can be said without it; the card on the latest event shows how."
    ],
)


def sqlalchemy_derived(session):
    usual = (
        select(
            sa.SalesOrder.customer_id, func.avg(sa.SalesOrder.total_cents).label("mean")
        )
        .group_by(sa.SalesOrder.customer_id)
        .subquery()
    )
    query = (
        select(sa.SalesOrder.id)
        .join(usual, usual.c.customer_id == sa.SalesOrder.customer_id)
        .where(sa.SalesOrder.total_cents > 2 * usual.c.mean)
    )
    return session.scalars(query.order_by(sa.SalesOrder.id)).all()


def django_derived():
    means = dj.SalesOrder.objects.values("customer_id").annotate(
        mean=Avg("total_cents")
    )
    usual = CTE(means, name="usual")
    joined = usual.join(dj.SalesOrder, customer_id=usual.col.customer_id)
    found = with_cte(usual, select=joined.annotate(mean=usual.col.mean))
    large = found.filter(total_cents__gt=2 * F("mean"))
    return list(large.order_by("id").values_list("id", flat=True))


@derived.probe("django", means="plugin", shown=django_derived)
def _(world):
    return by_plugin(world, lacks(FROM_NAMES, None), django_derived)


@derived.probe("sqlalchemy", shown=sqlalchemy_derived)
def _(world):
    return sent(world, sqlalchemy_derived)


derived.expect(
    None, "django-idiomatic", can=OTHER_MEANS, statements=1, facts={"rows": 648}
)
derived.expect(None, "sqlalchemy-idiomatic", can=YES, statements=1, facts={"rows": 648})


# LATERAL ------------------------------------------------------------------------------

lateral = Card(
    id="lateral-join",
    criterion="query-expressiveness",
    also=["sql-control"],
    kind="capability",
    question="Can a LATERAL join be said, for the latest row of each group say?",
    finding="SQLAlchemy can, with lateral(); Django has no word for it.",
    method="For twenty shipments the latest event is joined laterally.",
    limits=["A window function gives the same answer in both, by another plan."],
    databases=["postgresql"],
    on=["postgresql"],
)


def sqlalchemy_lateral(session):
    latest = (
        select(sa.TrackingEvent.kind)
        .where(sa.TrackingEvent.shipment_id == sa.Shipment.id)
        .order_by(sa.TrackingEvent.happened_at.desc())
        .limit(1)
        .lateral()
    )
    query = select(sa.Shipment.id, latest.c.kind).join(latest, true())
    return session.execute(query.order_by(sa.Shipment.id).limit(20)).all()


@lateral.probe("django", shown="QuerySet.lateral  # there is none")
def _(world):
    return lacks(("lateral", "join_lateral"), "LATERAL")


@lateral.probe("sqlalchemy", shown=sqlalchemy_lateral)
def _(world):
    return sent(world, sqlalchemy_lateral)


lateral.expect("postgresql", "django-idiomatic", can=NO)
lateral.expect("postgresql", "sqlalchemy-idiomatic", can=YES, statements=1)


# DISTINCT ON --------------------------------------------------------------------------

distinct_on = Card(
    id="distinct-on",
    criterion="query-expressiveness",
    kind="capability",
    question="Can PostgreSQL’s DISTINCT ON be said: one row for each, the first by an"
    " order?",
    finding="Both can, in the ORM’s own words.",
    method="The latest order of each customer is asked for, and the rows are counted.",
    limits=["It is PostgreSQL’s alone; neither makes it work elsewhere."],
    changed="SQLAlchemy 2.1 moved it to postgresql.distinct_on()",
    databases=["postgresql"],
    on=["postgresql"],
)


def django_distinct_on():
    latest = dj.SalesOrder.objects.order_by("customer", "-placed_on", "-id")
    return list(latest.distinct("customer"))


def sqlalchemy_distinct_on(session):
    latest = (
        select(sa.SalesOrder)
        .ext(postgresql_distinct_on(sa.SalesOrder.customer_id))
        .order_by(
            sa.SalesOrder.customer_id,
            sa.SalesOrder.placed_on.desc(),
            sa.SalesOrder.id.desc(),
        )
    )
    return session.scalars(latest).all()


@distinct_on.probe("django", shown=django_distinct_on)
def _(world):
    with world.watch() as seen:
        count = len(django_distinct_on())
    facts = {"rows": count}
    return Seen(can=YES, facts=facts, statements=seen.statements, sql=seen.sql)


@distinct_on.probe("sqlalchemy", shown=sqlalchemy_distinct_on)
def _(world):
    return sent(world, sqlalchemy_distinct_on)


distinct_on.expect("postgresql", "django-idiomatic", can=YES, statements=1)
distinct_on.expect("postgresql", "sqlalchemy-idiomatic", can=YES, statements=1)
