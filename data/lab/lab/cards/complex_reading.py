"""Questions that go beyond filters and sums."""

import datetime as dt
import functools
import io

from django.core.management import call_command
from django.db import connection
from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Subquery,
    Sum,
    TextField,
    Value,
    Window,
)
from django.db.models.functions import Cast, Concat, RowNumber
from django_cte import CTE, with_cte
from sqlalchemy import MetaData, Table, Text, and_, cast, column, func, literal, select
from sqlalchemy import text, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import selectinload

from lab.card import Card, LabError
from lab.shop import mapped as sa
from lab.shop import models as dj


def on_postgresql(world):
    """For what only PostgreSQL has."""
    return world.backend == "postgresql"


def one_query_each(card, *more):
    """Both idiomatic variants, and those named, send one query."""
    for name in ("django-idiomatic", "sqlalchemy-idiomatic", *more):
        card.expect(None, name, statements=1)


# What is missing ------------------------------------------------------------------------

absent = Card(
    id="rows-without-a-match",
    criterion="query-expressiveness",
    kind="cost",
    question="What does “customers without an order since July” take?",
    finding="Both say it in one query with EXISTS and a subquery, at about the same "
    "length.",
    method="Customers who once ordered but not since 1 July 2026, with the total of "
    "their last order.",
    limits=["One shape of question; a different one may favour either tool."],
)


@absent.variant("django")
def _():
    theirs = dj.SalesOrder.objects.filter(customer=OuterRef("pk"))
    newest = theirs.order_by("-placed_on", "-id").values("total_cents")[:1]
    return list(
        dj.Customer.objects.filter(
            Exists(theirs),
            ~Exists(theirs.filter(placed_on__gte=dt.date(2026, 7, 1))),
        )
        .annotate(last_total=Subquery(newest))
        .order_by("id")
        .values_list("id", "name", "last_total")
    )


@absent.variant("sqlalchemy")
def _(session):
    last_total = (
        select(sa.SalesOrder.total_cents)
        .where(sa.SalesOrder.customer_id == sa.Customer.id)
        .order_by(sa.SalesOrder.placed_on.desc(), sa.SalesOrder.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return session.execute(
        select(sa.Customer.id, sa.Customer.name, last_total)
        .where(
            sa.Customer.orders.any(),
            ~sa.Customer.orders.any(sa.SalesOrder.placed_on >= dt.date(2026, 7, 1)),
        )
        .order_by(sa.Customer.id)
    ).all()


@absent.variant("driver")
def _(cursor):
    return cursor.execute(
        """SELECT c.id, c.name, (SELECT total_cents FROM sales_order o
            WHERE o.customer_id = c.id ORDER BY placed_on DESC, id DESC LIMIT 1)
        FROM customer c
        WHERE EXISTS (SELECT 1 FROM sales_order o WHERE o.customer_id = c.id)
        AND NOT EXISTS (SELECT 1 FROM sales_order o
            WHERE o.customer_id = c.id AND o.placed_on >= '2026-07-01')
        ORDER BY c.id"""
    ).fetchall()


absent.pair("django-idiomatic", "sqlalchemy-idiomatic")
one_query_each(absent)

# The first few of each group ------------------------------------------------------------

ranked = Card(
    id="top-three-of-each",
    criterion="query-expressiveness",
    kind="cost",
    question="Can a window function pick each customer’s three largest orders?",
    finding="Both can, in one query; Django filters on the window directly, in "
    "SQLAlchemy the windowed query becomes a subquery by hand.",
    method="row_number() over each customer’s orders by size, first three kept.",
    limits=["One window function; frames and several windows were not tried."],
)


@ranked.variant("django")
def _():
    place = Window(
        RowNumber(), partition_by="customer_id", order_by=["-total_cents", "id"]
    )
    return list(
        dj.SalesOrder.objects.annotate(place=place)
        .filter(place__lte=3)
        .order_by("customer_id", "place")
        .values_list("customer_id", "place", "id", "total_cents")
    )


@ranked.variant("sqlalchemy")
def _(session):
    place = func.row_number().over(
        partition_by=sa.SalesOrder.customer_id,
        order_by=[sa.SalesOrder.total_cents.desc(), sa.SalesOrder.id],
    )
    ranked = select(
        sa.SalesOrder.customer_id,
        place.label("place"),
        sa.SalesOrder.id,
        sa.SalesOrder.total_cents,
    ).subquery()
    return session.execute(
        select(ranked)
        .where(ranked.c.place <= 3)
        .order_by(ranked.c.customer_id, ranked.c.place)
    ).all()


@ranked.variant("driver")
def _(cursor):
    return cursor.execute(
        """SELECT * FROM (
            SELECT customer_id, row_number() OVER (
                PARTITION BY customer_id ORDER BY total_cents DESC, id
            ) AS place, id, total_cents FROM sales_order
        ) ranked WHERE place <= 3 ORDER BY customer_id, place"""
    ).fetchall()


ranked.pair("django-idiomatic", "sqlalchemy-idiomatic")
one_query_each(ranked)

# A tree ---------------------------------------------------------------------------------

tree_card = Card(
    id="category-tree",
    criterion="query-expressiveness",
    also=["sql-control"],
    kind="cost",
    question="What does a recursive query over a tree take?",
    finding="SQLAlchemy builds it from its own parts; Django needs SQL by hand or the "
    "plug-in django-cte, which says the same in half as many lines again.",
    method="Every category with its path, its depth and the number of its products. "
    "Builder is timed against builder, and SQL by hand against SQL by hand.",
    limits=[
        "The plug-in is a package of its own, with its own maintainers and releases.",
        "Libraries that keep a tree’s path in the table need no recursion at all.",
    ],
    features=["recursive"],
    suggests=[
        ("left", 4, 7, "A recursive query needs SQL by hand or a plug-in."),
        ("right", 8, 10, "Recursive queries are part of the builder."),
    ],
)
TREE = """
    WITH RECURSIVE tree (id, depth, path) AS (
        SELECT id, 0, CAST(name AS text) FROM category WHERE parent_id IS NULL
        UNION ALL
        SELECT c.id, t.depth + 1, t.path || ' / ' || c.name
        FROM category c JOIN tree t ON c.parent_id = t.id
    )
    SELECT t.id, t.depth, t.path, count(p.id) FROM tree t
    LEFT JOIN product p ON p.category_id = t.id
    GROUP BY t.id, t.depth, t.path ORDER BY t.path
"""


@tree_card.variant("django", means="raw_sql", note="Django’s ORM has no WITH clause.")
def _():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE tree (id, depth, path) AS (
                SELECT id, 0, CAST(name AS text) FROM category WHERE parent_id IS NULL
                UNION ALL
                SELECT c.id, t.depth + 1, t.path || ' / ' || c.name
                FROM category c JOIN tree t ON c.parent_id = t.id
            )
            SELECT t.id, t.depth, t.path, count(p.id) FROM tree t
            LEFT JOIN product p ON p.category_id = t.id
            GROUP BY t.id, t.depth, t.path ORDER BY t.path
            """
        )
        return cursor.fetchall()


@tree_card.variant(
    "django", "expert", "plugin", means="plugin", note="With the package django-cte."
)
def _():
    def walk(tree):
        roots = dj.Category.objects.filter(parent__isnull=True)
        below = tree.join(dj.Category, parent_id=tree.col.id)
        return roots.values(
            "id",
            depth=Value(0, output_field=IntegerField()),
            path=Cast("name", TextField()),
        ).union(
            below.values(
                "id",
                depth=tree.col.depth + Value(1, output_field=IntegerField()),
                path=Concat(
                    tree.col.path, Value(" / "), F("name"), output_field=TextField()
                ),
            ),
            all=True,
        )

    tree = CTE.recursive(walk)
    return list(
        with_cte(tree, select=tree.join(dj.Category, id=tree.col.id))
        .annotate(depth=tree.col.depth, path=tree.col.path, n=Count("products"))
        .order_by("path")
        .values_list("id", "depth", "path", "n")
    )


@tree_card.variant("sqlalchemy")
def _(session):
    roots = select(
        sa.Category.id,
        literal(0).label("depth"),
        cast(sa.Category.name, Text).label("path"),
    ).where(sa.Category.parent_id.is_(None))
    tree = roots.cte("tree", recursive=True)
    below = select(
        sa.Category.id, tree.c.depth + 1, tree.c.path + " / " + sa.Category.name
    ).join(tree, sa.Category.parent_id == tree.c.id)
    tree = tree.union_all(below)
    return session.execute(
        select(tree.c.id, tree.c.depth, tree.c.path, func.count(sa.Product.id))
        .outerjoin(sa.Product, sa.Product.category_id == tree.c.id)
        .group_by(tree.c.id, tree.c.depth, tree.c.path)
        .order_by(tree.c.path)
    ).all()


@tree_card.variant("sqlalchemy", "expert", "sql", means="raw_sql")
def _(session):
    return session.execute(
        text(
            """
        WITH RECURSIVE tree (id, depth, path) AS (
            SELECT id, 0, CAST(name AS text) FROM category WHERE parent_id IS NULL
            UNION ALL
            SELECT c.id, t.depth + 1, t.path || ' / ' || c.name
            FROM category c JOIN tree t ON c.parent_id = t.id
        )
        SELECT t.id, t.depth, t.path, count(p.id) FROM tree t
        LEFT JOIN product p ON p.category_id = t.id
        GROUP BY t.id, t.depth, t.path ORDER BY t.path
        """
        )
    ).all()


@tree_card.variant("driver", shown=f'return cursor.execute("""{TREE}""").fetchall()')
def _(cursor):
    return cursor.execute(TREE).fetchall()


tree_card.pair("django-expert-plugin", "sqlalchemy-idiomatic")
tree_card.pair("django-idiomatic", "sqlalchemy-expert-sql")
one_query_each(tree_card, "django-expert-plugin", "sqlalchemy-expert-sql")

# A join without a foreign key -----------------------------------------------------------

banded = Card(
    id="join-on-a-range",
    criterion="query-expressiveness",
    kind="cost",
    question="Can tables be joined on a range, where no foreign key connects them?",
    finding="SQLAlchemy joins on any condition; Django itself has no free join (the "
    "plug-in django-cte adds one) and reaches the same rows by a subquery for each row.",
    method="Each finished shipment with the rate of the weight band it falls into.",
    limits=[
        "One value is taken from the other table; for several, Django repeats the "
        "subquery or packs them into one JSON object.",
        "The two agree as long as bands do not overlap.",
    ],
)


@banded.variant("django", note="A subquery for each row: there is no free join.")
def _():
    band = dj.RateBand.objects.filter(
        min_g__lte=OuterRef("weight_g"), max_g__gt=OuterRef("weight_g")
    )
    return list(
        dj.Shipment.objects.filter(status="done")
        .annotate(rate=Subquery(band.values("rate_cents")[:1]))
        .order_by("id")
        .values_list("id", "weight_g", "rate")
    )


@banded.variant("sqlalchemy")
def _(session):
    weight = sa.Shipment.weight_g
    in_band = and_(sa.RateBand.min_g <= weight, sa.RateBand.max_g > weight)
    return session.execute(
        select(sa.Shipment.id, weight, sa.RateBand.rate_cents)
        .outerjoin(sa.RateBand, in_band)
        .where(sa.Shipment.status == "done")
        .order_by(sa.Shipment.id)
    ).all()


@banded.variant("driver")
def _(cursor):
    return cursor.execute(
        """SELECT s.id, s.weight_g, b.rate_cents FROM shipment s
        LEFT JOIN rate_band b ON b.min_g <= s.weight_g AND b.max_g > s.weight_g
        WHERE s.status = 'done' ORDER BY s.id"""
    ).fetchall()


banded.pair("django-idiomatic", "sqlalchemy-idiomatic")
one_query_each(banded)

# The newest of each group ---------------------------------------------------------------

latest = Card(
    id="latest-of-each",
    criterion="query-expressiveness",
    kind="cost",
    question="How is the latest event of every shipment found?",
    finding="Both find it in one query. SQLAlchemy can join a grouped subquery; Django "
    "cannot join one and asks shipment by shipment, unless it is written as a "
    "window or, on PostgreSQL, with DISTINCT ON: those both can say.",
    method="The last tracking event of each shipment, with the shipment’s status, in "
    "the ways each tool offers.",
    limits=[
        "No two events of a shipment share a moment here; the grouped join would "
        "return both.",
    ],
)


@latest.variant("django")
def _():
    newest = dj.TrackingEvent.objects.filter(shipment=OuterRef("pk"))
    keys = newest.order_by("-happened_at").values("pk")[:1]
    return list(
        dj.TrackingEvent.objects.filter(
            pk__in=dj.Shipment.objects.values_list(Subquery(keys))
        )
        .order_by("shipment_id")
        .values_list("shipment_id", "kind", "happened_at", "shipment__status")
    )


@latest.variant("sqlalchemy")
def _(session):
    event = sa.TrackingEvent
    newest = (
        select(event.shipment_id, func.max(event.happened_at).label("moment"))
        .group_by(event.shipment_id)
        .subquery()
    )
    is_newest = and_(
        event.shipment_id == newest.c.shipment_id,
        event.happened_at == newest.c.moment,
    )
    return session.execute(
        select(event.shipment_id, event.kind, event.happened_at, sa.Shipment.status)
        .join(newest, is_newest)
        .join(event.shipment)
        .order_by(event.shipment_id)
    ).all()


@latest.variant("django", "expert", "window")
def _():
    place = Window(RowNumber(), partition_by="shipment_id", order_by="-happened_at")
    return list(
        dj.TrackingEvent.objects.annotate(place=place)
        .filter(place=1)
        .order_by("shipment_id")
        .values_list("shipment_id", "kind", "happened_at", "shipment__status")
    )


@latest.variant("sqlalchemy", "expert", "window")
def _(session):
    event = sa.TrackingEvent
    place = func.row_number().over(
        partition_by=event.shipment_id, order_by=event.happened_at.desc()
    )
    ranked = select(
        event.shipment_id, event.kind, event.happened_at, place.label("place")
    ).subquery()
    return session.execute(
        select(
            ranked.c.shipment_id,
            ranked.c.kind,
            ranked.c.happened_at,
            sa.Shipment.status,
        )
        .join(sa.Shipment, sa.Shipment.id == ranked.c.shipment_id)
        .where(ranked.c.place == 1)
        .order_by(ranked.c.shipment_id)
    ).all()


@latest.variant("django", "expert", "distinct-on", when=on_postgresql)
def _():
    return list(
        dj.TrackingEvent.objects.order_by("shipment_id", "-happened_at")
        .distinct("shipment_id")
        .values_list("shipment_id", "kind", "happened_at", "shipment__status")
    )


@latest.variant("sqlalchemy", "expert", "distinct-on", when=on_postgresql)
def _(session):
    event = sa.TrackingEvent
    return session.execute(
        select(event.shipment_id, event.kind, event.happened_at, sa.Shipment.status)
        .join(event.shipment)
        .ext(distinct_on(event.shipment_id))
        .order_by(event.shipment_id, event.happened_at.desc())
    ).all()


@latest.variant("driver")
def _(cursor):
    return cursor.execute(
        """SELECT e.shipment_id, e.kind, e.happened_at, s.status
        FROM tracking_event e
        JOIN (SELECT shipment_id, max(happened_at) AS moment
            FROM tracking_event GROUP BY shipment_id) newest
        ON newest.shipment_id = e.shipment_id AND newest.moment = e.happened_at
        JOIN shipment s ON s.id = e.shipment_id ORDER BY e.shipment_id"""
    ).fetchall()


latest.pair("django-idiomatic", "sqlalchemy-idiomatic")
latest.pair("django-expert-window", "sqlalchemy-expert-window")
latest.pair("django-expert-distinct-on", "sqlalchemy-expert-distinct-on")
one_query_each(latest, "django-expert-window", "sqlalchemy-expert-window")
for each in ("django", "sqlalchemy"):
    latest.expect("postgresql", f"{each}-expert-distinct-on", statements=1)

# A key of two columns -------------------------------------------------------------------

composite = Card(
    id="composite-key",
    criterion="query-expressiveness",
    also=["ageing"],
    kind="cost",
    question="How is a table with a key of two columns read, and what refers to it?",
    finding="Both read it by key and fetch what refers to it in two queries; Django’s "
    "reference over two columns is a ForeignObject, which its documentation offers as "
    "a workaround: it makes no column, constraint or index.",
    method="Ten stock levels by depot and product, each with its counts, which refer "
    "to both columns.",
    limits=[
        "Reading only: what Django’s composite keys cannot do (foreign keys to them, "
        "admin) is another question.",
    ],
    features=["composite-keys"],
    changed="Django 5.2 added composite primary keys (April 2025)",
)
KEYS = [(2, 2), (4, 8), (6, 10), (8, 100), (10, 250)]
KEYS += [(12, 300), (14, 418), (16, 4), (18, 60), (20, 500)]


@composite.variant("django")
def _():
    levels = dj.StockLevel.objects.filter(pk__in=KEYS).order_by("pk")
    return [
        (
            *level.pk,
            level.quantity,
            sorted(c.counted_quantity for c in level.counts.all()),
        )
        for level in levels.prefetch_related("counts")
    ]


@composite.variant("sqlalchemy")
def _(session):
    key = sa.StockLevel.depot_id, sa.StockLevel.product_id
    levels = select(sa.StockLevel).where(tuple_(*key).in_(KEYS)).order_by(*key)
    return [
        (
            level.depot_id,
            level.product_id,
            level.quantity,
            sorted(c.counted_quantity for c in level.counts),
        )
        for level in session.scalars(levels.options(selectinload(sa.StockLevel.counts)))
    ]


composite.pair("django-idiomatic", "sqlalchemy-idiomatic")
for each in ("django-idiomatic", "sqlalchemy-idiomatic"):
    composite.expect(None, each, statements=2)

# Keys inside JSON -----------------------------------------------------------------------

inside_json = Card(
    id="filter-inside-json",
    criterion="query-expressiveness",
    kind="cost",
    question="Can a query look inside a JSON column?",
    finding="Both can, on either database; Django by names joined with double "
    "underscores, SQLAlchemy by subscripts with the type said.",
    method="Customers who pay in euro and have 150 seats or more, with a nested number.",
    limits=["Paths to known keys; searching lists inside JSON was not tried."],
    features=["json"],
)


@inside_json.variant("django")
def _():
    return list(
        dj.Customer.objects.filter(
            settings__billing__currency="EUR", settings__seats__gte=150
        )
        .order_by("id")
        .values_list("id", "settings__billing__net_days")
    )


@inside_json.variant("sqlalchemy")
def _(session):
    settings = sa.Customer.settings
    return session.execute(
        select(sa.Customer.id, settings["billing"]["net_days"].as_integer())
        .where(
            settings["billing"]["currency"].as_string() == "EUR",
            settings["seats"].as_integer() >= 150,
        )
        .order_by(sa.Customer.id)
    ).all()


inside_json.pair("django-idiomatic", "sqlalchemy-idiomatic")
one_query_each(inside_json)

# SQL by hand, objects out of it ---------------------------------------------------------

own_sql = Card(
    id="own-sql-onto-objects",
    criterion="sql-control",
    kind="cost",
    question="Can SQL written by hand return the tool’s own objects?",
    finding="Both can, with values bound and with a further column beside the object.",
    method="Large orders with a counted column, by SQL written by hand, as objects.",
    limits=["One statement; neither tool checks the SQL before it is sent."],
)


@own_sql.variant("django", means="raw_sql")
def _():
    orders = dj.SalesOrder.objects.raw(
        """SELECT o.*, (SELECT count(*) FROM order_line l WHERE l.order_id = o.id)
        AS line_count FROM sales_order o
        WHERE o.total_cents > %s ORDER BY o.id LIMIT 300""",
        [900_000],
    )
    return [(o.id, o.status, o.placed_on, o.line_count) for o in orders]


@own_sql.variant("sqlalchemy", means="raw_sql")
def _(session):
    large = text(
        """SELECT o.*, (SELECT count(*) FROM order_line l WHERE l.order_id = o.id)
        AS line_count FROM sales_order o
        WHERE o.total_cents > :floor ORDER BY o.id LIMIT 300"""
    )
    orders = select(sa.SalesOrder, column("line_count")).from_statement(large)
    rows = session.execute(orders, {"floor": 900_000})
    return [(o.id, o.status, o.placed_on, line_count) for o, line_count in rows]


own_sql.pair("django-idiomatic", "sqlalchemy-idiomatic")
one_query_each(own_sql)

# A table nobody has modelled ------------------------------------------------------------

legacy = Card(
    id="legacy-table",
    criterion="ageing",
    also=["query-expressiveness"],
    kind="cost",
    question="What does it take to use an old table that nobody has modelled?",
    finding="Django’s inspectdb writes a model to keep and correct; SQLAlchemy can read "
    "the table’s columns at start-up and query it without a model.",
    method="A table with upper-case names and a key of two columns, summed by carrier. "
    "Django’s model is what inspectdb writes, less its comments; SQLAlchemy’s "
    "statements include reading the columns.",
    limits=[
        "One well-formed table: one without a key, or with odd types, was not tried.",
        "sqlacodegen writes a file for SQLAlchemy as inspectdb does; it was not used.",
    ],
    features=["legacy-schema"],
)
LEGACY_MODEL = """
class LgcyCarrRt(models.Model):
    pk = models.CompositePrimaryKey('CARR_CD', 'RT_YR')
    carr_cd = models.CharField(db_column='CARR_CD', max_length=4)
    rt_yr = models.IntegerField(db_column='RT_YR')
    carr_nm = models.CharField(db_column='CARR_NM', max_length=40)
    rt_amt_cents = models.IntegerField(db_column='RT_AMT_CENTS')

    class Meta:
        managed = False
        db_table = 'LGCY_CARR_RT'
"""
LEGACY_QUERY = """
totals = LgcyCarrRt.objects.values_list("carr_nm").annotate(Sum("rt_amt_cents"))
return list(totals.order_by("carr_nm"))
"""


@functools.cache
def inspected():
    """The model that inspectdb writes; it must be the one that is shown."""
    written = io.StringIO()
    call_command("inspectdb", "LGCY_CARR_RT", stdout=written)
    lines = [
        line.partition("#")[0].rstrip() for line in written.getvalue().splitlines()
    ]
    source = "\n".join(lines).replace("from django.db import models", "").strip()
    if source != LEGACY_MODEL.strip():
        raise LabError(f"inspectdb now writes another model:\n{source}")
    space = {"__name__": "lab.shop.legacy"}
    exec(f"from django.db import models\n{source}", space)  # what was written is run
    return space["LgcyCarrRt"]


@legacy.setup
def _(cursor):
    inspected()


@legacy.variant("django", shown=LEGACY_MODEL + LEGACY_QUERY)
def _():
    totals = inspected().objects.values_list("carr_nm").annotate(Sum("rt_amt_cents"))
    return list(totals.order_by("carr_nm"))


@legacy.variant("sqlalchemy")
def _(session):
    legacy = Table("LGCY_CARR_RT", MetaData(), autoload_with=session.connection())
    totals = select(legacy.c.CARR_NM, func.sum(legacy.c.RT_AMT_CENTS))
    return session.execute(
        totals.group_by(legacy.c.CARR_NM).order_by(legacy.c.CARR_NM)
    ).all()


@legacy.variant("driver")
def _(cursor):
    return cursor.execute(
        """SELECT "CARR_NM", sum("RT_AMT_CENTS") FROM "LGCY_CARR_RT"
        GROUP BY "CARR_NM" ORDER BY "CARR_NM" """
    ).fetchall()


legacy.expect(None, "django-idiomatic", statements=1)
