"""Everyday reading: pages, lists with what belongs to them, sums, whole tables."""

import datetime as dt

from django.core.paginator import Paginator
from django.db.models import FETCH_PEERS, Count, F, Prefetch, Sum
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from lab.card import Card
from lab.shop import mapped as sa
from lab.shop import models as dj

ONE_TEAM = "One team wrote both sides; no outside expert has reviewed them yet."
SMALL = "10,000 orders are few: with more, the database’s share of the time grows."

# One page of a list, with the total -----------------------------------------------------

page = Card(
    id="page-with-total",
    criterion="delivery-speed",
    also=["query-expressiveness"],
    kind="cost",
    question="What does one page of a filtered, sorted list take, with the total?",
    finding="Both need two queries; Django’s Paginator counts and cuts, in SQLAlchemy "
    "the count and the offset are written out.",
    method="Page 7 of 25 paid orders of 2026, newest first, with the number of all.",
    limits=[
        "SQLAlchemy leaves paging to others; web packages with a paginator exist.",
        "Deep pages by offset are slow in any tool, and were not tried.",
    ],
)


@page.variant("django")
def _():
    paid = dj.SalesOrder.objects.filter(status="paid", placed_on__year=2026)
    page = Paginator(paid.order_by("-placed_on", "-id"), 25).page(7)
    return page.paginator.count, [(o.id, o.placed_on, o.total_cents) for o in page]


@page.variant("sqlalchemy")
def _(session):
    paid = select(sa.SalesOrder).where(
        sa.SalesOrder.status == "paid",
        sa.SalesOrder.placed_on.between(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    )
    total = session.scalar(select(func.count()).select_from(paid.subquery()))
    newest = paid.order_by(sa.SalesOrder.placed_on.desc(), sa.SalesOrder.id.desc())
    page = session.scalars(newest.limit(25).offset(150))
    return total, [(o.id, o.placed_on, o.total_cents) for o in page]


@page.variant(
    "sqlalchemy", "expert", note="Counts over the table itself, not over a subquery."
)
def _(session):
    paid = [
        sa.SalesOrder.status == "paid",
        sa.SalesOrder.placed_on.between(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    ]
    total = session.scalar(select(func.count(sa.SalesOrder.id)).where(*paid))
    page = session.scalars(
        select(sa.SalesOrder)
        .where(*paid)
        .order_by(sa.SalesOrder.placed_on.desc(), sa.SalesOrder.id.desc())
        .limit(25)
        .offset(150)
    )
    return total, [(o.id, o.placed_on, o.total_cents) for o in page]


@page.variant("driver")
def _(cursor):
    paid = "FROM sales_order WHERE status = 'paid' AND placed_on BETWEEN %s AND %s"
    year = ["2026-01-01", "2026-12-31"]
    total = cursor.execute(f"SELECT count(*) {paid}", year).fetchone()[0]
    cursor.execute(
        f"""SELECT id, placed_on, total_cents {paid}
        ORDER BY placed_on DESC, id DESC LIMIT 25 OFFSET 150""",
        year,
    )
    return total, cursor.fetchall()


page.pair("django-idiomatic", "sqlalchemy-idiomatic")
page.pair("django-idiomatic", "sqlalchemy-expert")
for each in ("django-idiomatic", "sqlalchemy-idiomatic", "sqlalchemy-expert"):
    page.expect(None, each, statements=2)

# A list with everything that belongs to it ----------------------------------------------

listing = Card(
    id="list-with-relations",
    criterion="sql-control",
    also=["delivery-speed", "query-expressiveness"],
    kind="cost",
    question="How many queries does a list of 200 orders with their lines cost?",
    finding="Written as a plain loop, Django sends 983 queries and SQLAlchemy 706; "
    "naming what to load brings both down to two or three, depending on how it is said.",
    method="The same page of 200 orders with customer, lines and product names: as a "
    "plain loop, and with each tool’s documented eager loading. SQLAlchemy’s loop is "
    "shorter because a Session reads each customer and product once.",
    limits=[
        "The plain loop is what a newcomer writes, not a verdict on either tool.",
        "Both sides load whole objects; a report would select columns.",
    ],
    changed="Django 6.1 added fetch modes (August 2026)",
)


@listing.variant("django", "naive")
def _():
    orders = dj.SalesOrder.objects.order_by("id")[:200]
    return [
        (
            order.id,
            order.customer.name,
            sorted((line.quantity, line.product.name) for line in order.lines.all()),
        )
        for order in orders
    ]


@listing.variant("django")
def _():
    orders = (
        dj.SalesOrder.objects.select_related("customer")
        .prefetch_related("lines__product")
        .order_by("id")[:200]
    )
    return [
        (
            order.id,
            order.customer.name,
            sorted((line.quantity, line.product.name) for line in order.lines.all()),
        )
        for order in orders
    ]


@listing.variant("django", "expert", note="The lines come with their products.")
def _():
    lines = Prefetch("lines", dj.OrderLine.objects.select_related("product"))
    orders = (
        dj.SalesOrder.objects.select_related("customer")
        .prefetch_related(lines)
        .order_by("id")[:200]
    )
    return [
        (
            order.id,
            order.customer.name,
            sorted((line.quantity, line.product.name) for line in order.lines.all()),
        )
        for order in orders
    ]


@listing.variant(
    "django",
    "naive",
    "peers",
    note="The plain loop with one call more. It covers foreign keys; each order’s "
    "lines are still a query of their own.",
)
def _():
    orders = dj.SalesOrder.objects.fetch_mode(FETCH_PEERS).order_by("id")[:200]
    return [
        (
            order.id,
            order.customer.name,
            sorted((line.quantity, line.product.name) for line in order.lines.all()),
        )
        for order in orders
    ]


@listing.variant("sqlalchemy", "naive")
def _(session):
    orders = session.scalars(
        select(sa.SalesOrder).order_by(sa.SalesOrder.id).limit(200)
    )
    return [
        (
            order.id,
            order.customer.name,
            sorted((line.quantity, line.product.name) for line in order.lines),
        )
        for order in orders
    ]


@listing.variant("sqlalchemy")
def _(session):
    orders = session.scalars(
        select(sa.SalesOrder)
        .options(
            joinedload(sa.SalesOrder.customer),
            selectinload(sa.SalesOrder.lines).joinedload(sa.OrderLine.product),
        )
        .order_by(sa.SalesOrder.id)
        .limit(200)
    )
    return [
        (
            order.id,
            order.customer.name,
            sorted((line.quantity, line.product.name) for line in order.lines),
        )
        for order in orders
    ]


@listing.variant("driver")
def _(cursor):
    orders = cursor.execute(
        """SELECT o.id, c.name FROM sales_order o
        JOIN customer c ON c.id = o.customer_id ORDER BY o.id LIMIT 200"""
    ).fetchall()
    lines = {order: [] for order, _ in orders}
    marks = ", ".join(["%s"] * len(lines))
    cursor.execute(
        f"""SELECT l.order_id, l.quantity, p.name FROM order_line l
        JOIN product p ON p.id = l.product_id WHERE l.order_id IN ({marks})""",
        list(lines),
    )
    for order, quantity, name in cursor.fetchall():
        lines[order].append((quantity, name))
    return [(order, customer, sorted(lines[order])) for order, customer in orders]


listing.pair("django-idiomatic", "sqlalchemy-idiomatic")
listing.pair("django-expert", "sqlalchemy-idiomatic")
listing.pair("django-naive", "sqlalchemy-naive")
listing.expect(None, "django-naive", statements=983)
listing.expect(None, "sqlalchemy-naive", statements=706)
listing.expect(None, "django-idiomatic", statements=3)
listing.expect(None, "django-expert", statements=2)
listing.expect(None, "sqlalchemy-idiomatic", statements=2)

# Sums by group --------------------------------------------------------------------------

revenue = Card(
    id="revenue-by-group",
    criterion="query-expressiveness",
    kind="cost",
    question="What does a grouped report with a condition on its sums take?",
    finding="Both say it in one query; Django reaches the customer through names in a "
    "string, SQLAlchemy spells out joins, grouping and HAVING.",
    method="Revenue and number of buyers by country and plan in 2026, large groups only.",
    limits=[
        "The database does nearly all of the work, so the tools hardly differ in time.",
    ],
)


@revenue.variant("django")
def _():
    return list(
        dj.OrderLine.objects.filter(order__placed_on__year=2026)
        .exclude(order__status="cancelled")
        .values_list("order__customer__country", "order__customer__plan")
        .annotate(
            revenue=Sum(F("quantity") * F("unit_price_cents")),
            buyers=Count("order__customer", distinct=True),
        )
        .filter(revenue__gt=50_000_000)
        .order_by("-revenue")
    )


@revenue.variant("sqlalchemy")
def _(session):
    revenue = func.sum(sa.OrderLine.quantity * sa.OrderLine.unit_price_cents)
    return session.execute(
        select(
            sa.Customer.country,
            sa.Customer.plan,
            revenue,
            func.count(sa.Customer.id.distinct()),
        )
        .select_from(sa.OrderLine)
        .join(sa.OrderLine.order)
        .join(sa.SalesOrder.customer)
        .where(
            sa.SalesOrder.placed_on.between(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
            sa.SalesOrder.status != "cancelled",
        )
        .group_by(sa.Customer.country, sa.Customer.plan)
        .having(revenue > 50_000_000)
        .order_by(revenue.desc())
    ).all()


@revenue.variant("driver")
def _(cursor):
    return cursor.execute(
        """SELECT c.country, c.plan,
            sum(l.quantity * l.unit_price_cents) AS revenue, count(DISTINCT c.id)
        FROM order_line l
        JOIN sales_order o ON o.id = l.order_id
        JOIN customer c ON c.id = o.customer_id
        WHERE o.placed_on BETWEEN '2026-01-01' AND '2026-12-31'
        AND o.status <> 'cancelled'
        GROUP BY c.country, c.plan
        HAVING sum(l.quantity * l.unit_price_cents) > 50000000
        ORDER BY revenue DESC"""
    ).fetchall()


revenue.pair("django-idiomatic", "sqlalchemy-idiomatic")
revenue.expect(None, "django-idiomatic", statements=1)
revenue.expect(None, "sqlalchemy-idiomatic", statements=1)

# A whole table --------------------------------------------------------------------------

stream = Card(
    id="read-a-whole-table",
    criterion="sql-control",
    kind="cost",
    question="Can a whole table be read in portions, without holding it in memory?",
    finding="Both read it with one query in portions; Django by iterator(), SQLAlchemy "
    "by yield_per, and both can leave the objects out and take columns.",
    method="All order lines are read in portions of 1,000 and summed in Python, as "
    "objects and as tuples.",
    limits=[
        "The memory used was not measured.",
        "A sum belongs into SQL; it stands here for work that only Python can do.",
    ],
    features=["bulk-load"],
)


@stream.variant("django")
def _():
    total = 0
    for line in dj.OrderLine.objects.order_by("id").iterator(chunk_size=1000):
        total += line.quantity * line.unit_price_cents
    return total


@stream.variant("sqlalchemy")
def _(session):
    total = 0
    lines = select(sa.OrderLine).order_by(sa.OrderLine.id)
    for line in session.scalars(lines.execution_options(yield_per=1000)):
        total += line.quantity * line.unit_price_cents
    return total


@stream.variant("django", "expert", "columns", note="Tuples instead of objects.")
def _():
    lines = dj.OrderLine.objects.order_by("id")
    columns = lines.values_list("quantity", "unit_price_cents")
    return sum(
        quantity * cents for quantity, cents in columns.iterator(chunk_size=1000)
    )


@stream.variant("sqlalchemy", "expert", "columns", note="Tuples instead of objects.")
def _(session):
    columns = select(sa.OrderLine.quantity, sa.OrderLine.unit_price_cents)
    lines = columns.order_by(sa.OrderLine.id).execution_options(yield_per=1000)
    return sum(quantity * cents for quantity, cents in session.execute(lines))


@stream.variant("driver")
def _(cursor):
    cursor.execute("SELECT quantity, unit_price_cents FROM order_line ORDER BY id")
    return sum(quantity * cents for quantity, cents in cursor.fetchall())


stream.pair("django-idiomatic", "sqlalchemy-idiomatic")
stream.pair("django-expert-columns", "sqlalchemy-expert-columns")
for each in ("django", "sqlalchemy"):
    stream.expect(None, f"{each}-idiomatic", statements=1)
    stream.expect(None, f"{each}-expert-columns", statements=1)
