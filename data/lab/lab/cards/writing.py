"""Writing: one row at a time, thousands at once, add or overwrite, savepoints."""

import datetime as dt

from django import db
from django.db import connection, transaction
from django.db.models import F
from sqlalchemy import Integer, String, column, exc, select, update, values

from lab.card import Card
from lab.shop import mapped as sa
from lab.shop import models as dj
from lab.shop.seed import rows

LOOPBACK = "The database is on the same machine: every statement is cheap to send."

# Load, change, commit -------------------------------------------------------------------

loop = Card(
    id="change-one-by-one",
    criterion="delivery-speed",
    also=["transaction-safety"],
    kind="cost",
    question="What does the everyday cycle cost: load a row, change it, add another?",
    finding="Both send three statements a cycle, written in about as many lines.",
    method="A hundred times in a transaction of its own: an order is loaded and marked "
    "as picked, and a line is added to it.",
    limits=[
        LOOPBACK,
        "One user; nothing waits for a lock.",
        "In SQLAlchemy, order.lines.append() instead would load the lines first.",
    ],
)


@loop.setup
@loop.teardown
def _(cursor):
    cursor.execute("DELETE FROM order_line WHERE unit_price_cents = 5")
    cursor.execute("UPDATE sales_order SET status = 'new' WHERE id <= 100")


@loop.check
def _(cursor):
    return cursor.execute(
        """SELECT (SELECT count(*) FROM order_line),
        (SELECT sum(order_id * quantity) FROM order_line WHERE unit_price_cents = 5),
        (SELECT count(*) FROM sales_order WHERE status = 'picked')"""
    ).fetchall()


@loop.variant("django")
def _():
    for key in range(1, 101):
        with transaction.atomic():
            order = dj.SalesOrder.objects.get(pk=key)
            order.status = "picked"
            order.save(update_fields=["status"])
            order.lines.create(product_id=1, quantity=2, unit_price_cents=5)


@loop.variant("sqlalchemy")
def _(session):
    for key in range(1, 101):
        with session.begin():
            order = session.get_one(sa.SalesOrder, key)
            order.status = "picked"
            session.add(
                sa.OrderLine(order=order, product_id=1, quantity=2, unit_price_cents=5)
            )


@loop.variant("driver")
def _(cursor):
    for key in range(1, 101):
        cursor.execute("SELECT * FROM sales_order WHERE id = %s", [key]).fetchone()
        cursor.execute("UPDATE sales_order SET status = 'picked' WHERE id = %s", [key])
        cursor.execute(
            """INSERT INTO order_line (order_id, product_id, quantity, unit_price_cents)
            VALUES (%s, 1, 2, 5)""",
            [key],
        )
        cursor.connection.commit()


loop.pair("django-idiomatic", "sqlalchemy-idiomatic")
loop.pair("django-idiomatic", "driver")
loop.pair("sqlalchemy-idiomatic", "driver")
for each in ("django-idiomatic", "sqlalchemy-idiomatic"):
    loop.expect(None, each, statements=300)

# Ten thousand new rows ------------------------------------------------------------------

insertion = Card(
    id="insert-ten-thousand",
    criterion="sql-control",
    kind="cost",
    question="What do ten thousand new rows cost, with and without their ids?",
    finding="With their ids Django’s bulk_create sends one statement, and SQLAlchemy’s "
    "insert() with RETURNING ten, of a thousand rows each as it comes. Without ids "
    "SQLAlchemy sends one batch of ten thousand statements.",
    method="The same ten thousand rows in one transaction. The ways that bring ids back "
    "are timed against each other, and rows alone against Django’s way.",
    limits=[
        LOOPBACK,
        "SQLAlchemy does not promise the order of the ids unless asked to "
        "(sort_by_parameter_order); Django gives them to the objects by position.",
        "One statement on SQLite needs a build that allows fifty thousand variables; "
        "SQLite’s own default is 32,766.",
        "On SQLite and without RETURNING, a statement for each row costs no round trip.",
        "PostgreSQL’s COPY, which is faster than either, was not tried.",
    ],
    features=["bulk-load"],
)
ROWS = [
    {
        "sku": f"N-{number:06d}",
        "name": f"New {number}",
        "quantity": number % 97,
        "price_cents": 100 + number,
        "arrived_on": dt.date(2026, 11, 1 + number % 20),
    }
    for number in range(10_000)
]


@insertion.setup
@insertion.teardown
def _(cursor):
    cursor.execute("DELETE FROM import_row")


@insertion.check
def _(cursor):
    return cursor.execute(
        """SELECT count(*), sum(quantity), sum(price_cents), min(sku),
        max(sku), min(arrived_on) FROM import_row"""
    ).fetchall()


@insertion.variant("django", "naive", note="Row by row, though in one transaction.")
def _():
    with transaction.atomic():
        for row in ROWS:
            dj.ImportRow.objects.create(**row)


@insertion.variant("django", note="The objects have their ids afterwards.")
def _():
    dj.ImportRow.objects.bulk_create([dj.ImportRow(**row) for row in ROWS])


@insertion.variant(
    "sqlalchemy",
    "expert",
    "objects",
    note="Objects, flushed together, with their ids afterwards.",
)
def _(session):
    for row in ROWS:
        session.add(sa.ImportRow(**row))
    session.commit()


@insertion.variant("sqlalchemy", note="Rows, and their ids back.")
def _(session, insert):
    session.scalars(insert(sa.ImportRow).returning(sa.ImportRow.id), ROWS).all()
    session.commit()


@insertion.variant("sqlalchemy", "expert", "rows", note="No objects, no ids.")
def _(session, insert):
    session.execute(insert(sa.ImportRow), ROWS)
    session.commit()


@insertion.variant("driver")
def _(cursor):
    cursor.executemany(
        """INSERT INTO import_row (sku, name, quantity, price_cents, arrived_on)
        VALUES (%s, %s, %s, %s, %s)""",
        [(*list(row.values())[:4], row["arrived_on"].isoformat()) for row in ROWS],
    )
    cursor.connection.commit()


insertion.pair("django-idiomatic", "sqlalchemy-idiomatic")
insertion.pair("django-idiomatic", "sqlalchemy-expert-rows")
insertion.pair("django-idiomatic", "sqlalchemy-expert-objects")
insertion.expect(None, "django-idiomatic", statements=1)
insertion.expect(None, "sqlalchemy-idiomatic", statements=10)
insertion.expect(None, "sqlalchemy-expert-rows", statements=10_000)

# One expression for many rows -----------------------------------------------------------

raising = Card(
    id="update-by-expression",
    criterion="sql-control",
    also=["query-expressiveness"],
    kind="cost",
    question="What does raising the prices of one branch of products take?",
    finding="Both say it in one UPDATE computed by the database; where Python cannot "
    "work out the condition, as here, SQLAlchemy also asks which rows it changed, to "
    "bring loaded objects up to date.",
    method="Five per cent more for all products below one department, two levels up.",
    limits=[
        "Objects that were loaded before stay as they were in Django; in SQLAlchemy those "
        "of this Session are brought up to date, but for the expert’s way.",
    ],
    features=["bulk-load"],
)


@raising.setup
@raising.teardown
def _(cursor):
    cursor.executemany(
        "UPDATE product SET price_cents = %s WHERE id = %s",
        [(product[4], product[0]) for product in rows()["product"]],
    )


@raising.check
def _(cursor):
    return cursor.execute(
        "SELECT count(*), sum(price_cents), sum(price_cents * id) FROM product"
    ).fetchall()


@raising.variant("django")
def _():
    return dj.Product.objects.filter(category__parent__parent=1).update(
        price_cents=F("price_cents") * 105 / 100
    )


@raising.variant("sqlalchemy")
def _(session):
    in_branch = sa.Product.category.has(
        sa.Category.parent.has(sa.Category.parent_id == 1)
    )
    raised = session.execute(
        update(sa.Product)
        .where(in_branch)
        .values(price_cents=sa.Product.price_cents * 105 // 100)
    )
    session.commit()
    return raised.rowcount


@raising.variant(
    "sqlalchemy",
    "expert",
    note="No objects are loaded, so there is nothing to bring up to date.",
)
def _(session):
    in_branch = sa.Product.category.has(
        sa.Category.parent.has(sa.Category.parent_id == 1)
    )
    raised = session.execute(
        update(sa.Product)
        .where(in_branch)
        .values(price_cents=sa.Product.price_cents * 105 // 100),
        execution_options={"synchronize_session": False},
    )
    session.commit()
    return raised.rowcount


@raising.variant("driver")
def _(cursor):
    cursor.execute(
        """UPDATE product SET price_cents = price_cents * 105 / 100
        WHERE category_id IN (SELECT leaf.id FROM category leaf
            JOIN category middle ON middle.id = leaf.parent_id
            WHERE middle.parent_id = 1)"""
    )
    raised = cursor.rowcount
    cursor.connection.commit()
    return raised


raising.pair("django-idiomatic", "sqlalchemy-idiomatic")
raising.pair("django-idiomatic", "sqlalchemy-expert")
for each in ("django-idiomatic", "sqlalchemy-idiomatic", "sqlalchemy-expert"):
    raising.expect(None, each, statements=1)

# A value of its own for each row --------------------------------------------------------

noting = Card(
    id="update-each-differently",
    criterion="sql-control",
    kind="cost",
    question="What does a different value for each of 2,000 rows cost?",
    finding="Django’s bulk_update packs the values into four statements, five hundred "
    "rows each as it is told, with a CASE branch for each row; SQLAlchemy writes the changed column of each row, as one "
    "batch of 2,000 statements.",
    method="A note for each of 2,000 orders: with the orders loaded first, and by key "
    "alone; also the plain loop with save().",
    limits=[
        LOOPBACK,
        "The drivers send a batch in few round trips; one that does not pays for each.",
    ],
    features=["bulk-load"],
)
NOTES = {key: f"checked {key * 7 % 1000}" for key in range(1, 2001)}


@noting.setup
@noting.teardown
def _(cursor):
    cursor.execute("UPDATE sales_order SET note = '' WHERE note <> ''")


@noting.check
def _(cursor):
    return cursor.execute(
        """SELECT count(*), min(note), max(note), sum(length(note) * id)
        FROM sales_order WHERE note <> ''"""
    ).fetchall()


@noting.variant(
    "django", "naive", note="Writes every column of each order, in one transaction."
)
def _():
    with transaction.atomic():
        for order in dj.SalesOrder.objects.filter(pk__in=NOTES):
            order.note = NOTES[order.pk]
            order.save()


@noting.variant("django")
def _():
    orders = list(dj.SalesOrder.objects.filter(pk__in=NOTES))
    for order in orders:
        order.note = NOTES[order.pk]
    dj.SalesOrder.objects.bulk_update(orders, ["note"], batch_size=500)


@noting.variant("django", "expert", note="By key alone: nothing is loaded.")
def _():
    orders = [dj.SalesOrder(pk=key, note=note) for key, note in NOTES.items()]
    dj.SalesOrder.objects.bulk_update(orders, ["note"], batch_size=500)


@noting.variant("sqlalchemy", note="Only the changed column is written.")
def _(session):
    orders = select(sa.SalesOrder).where(sa.SalesOrder.id.in_(NOTES))
    for order in session.scalars(orders):
        order.note = NOTES[order.id]
    session.commit()


@noting.variant("sqlalchemy", "expert", note="By key alone: nothing is loaded.")
def _(session):
    notes = [{"id": key, "note": note} for key, note in NOTES.items()]
    session.execute(update(sa.SalesOrder), notes)
    session.commit()


@noting.variant(
    "sqlalchemy",
    "expert",
    "values",
    note="One UPDATE … FROM (VALUES …).",
    when=lambda world: world.backend == "postgresql",
)
def _(session):
    notes = values(column("id", Integer), column("note", String), name="notes")
    notes = notes.data(list(NOTES.items()))
    session.execute(
        update(sa.SalesOrder)
        .where(sa.SalesOrder.id == notes.c.id)
        .values(note=notes.c.note),
        execution_options={"synchronize_session": False},
    )
    session.commit()


@noting.variant("driver")
def _(cursor):
    cursor.executemany(
        "UPDATE sales_order SET note = %s WHERE id = %s",
        [(note, key) for key, note in NOTES.items()],
    )
    cursor.connection.commit()


noting.pair("django-idiomatic", "sqlalchemy-idiomatic")
noting.pair("django-expert", "sqlalchemy-expert")
noting.pair("django-expert", "sqlalchemy-expert-values")
noting.pair("django-naive", "sqlalchemy-idiomatic")
noting.expect(None, "django-idiomatic", statements=5)
noting.expect(None, "django-expert", statements=4)
noting.expect(None, "sqlalchemy-idiomatic", statements=2001)
noting.expect(None, "sqlalchemy-expert", statements=2000)
noting.expect("postgresql", "sqlalchemy-expert-values", statements=1)

# Insert, or overwrite what is there -----------------------------------------------------

LEVELS = [
    {"depot_id": depot, "product_id": product, "quantity": (depot * 31 + product) % 90}
    for depot in range(1, 11)
    for product in range(1, 401)
]
DIALECT = (
    "insert is that of the database’s dialect, as in sqlalchemy.dialects.postgresql."
)


def restock(cursor):
    """The stock as it was seeded."""
    cursor.execute(
        """DELETE FROM stock_level WHERE NOT EXISTS (SELECT 1 FROM stock_count c
        WHERE c.depot_id = stock_level.depot_id
        AND c.product_id = stock_level.product_id)"""
    )
    cursor.executemany(
        """INSERT INTO stock_level (depot_id, product_id, quantity) VALUES (%s, %s, %s)
        ON CONFLICT (depot_id, product_id) DO UPDATE SET quantity = excluded.quantity""",
        rows()["stock_level"],
    )


def stock(cursor):
    """What tells one state of the stock from another."""
    return cursor.execute(
        """SELECT count(*), sum(quantity), sum(quantity * depot_id),
        sum(quantity * product_id) FROM stock_level"""
    ).fetchall()


overwrite = Card(
    id="upsert-overwrite",
    criterion="sql-control",
    kind="cost",
    question="What does “insert, or overwrite what is there” take for 4,000 rows?",
    finding="Both can say it without SQL by hand: Django by an option of bulk_create, "
    "as one statement, SQLAlchemy by the insert() of the database’s dialect, as a batch "
    "of 4,000, or as one statement with values().",
    method="4,000 stock levels, of which half exist already.",
    limits=[
        LOOPBACK,
        "SQLAlchemy’s code names the database; another one needs another.",
    ],
    features=["upsert", "bulk-load"],
)
overwrite.setup(restock)
overwrite.teardown(restock)
overwrite.check(stock)


@overwrite.variant("django")
def _():
    dj.StockLevel.objects.bulk_create(
        [dj.StockLevel(**level) for level in LEVELS],
        update_conflicts=True,
        unique_fields=["depot", "product"],
        update_fields=["quantity"],
    )


@overwrite.variant("sqlalchemy", note=DIALECT)
def _(session, insert):
    upsert = insert(sa.StockLevel)
    upsert = upsert.on_conflict_do_update(
        index_elements=["depot_id", "product_id"],
        set_={"quantity": upsert.excluded.quantity},
    )
    session.execute(upsert, LEVELS)
    session.commit()


@overwrite.variant("driver")
def _(cursor):
    cursor.executemany(
        """INSERT INTO stock_level (depot_id, product_id, quantity) VALUES (%s, %s, %s)
        ON CONFLICT (depot_id, product_id) DO UPDATE SET quantity = excluded.quantity""",
        [tuple(level.values()) for level in LEVELS],
    )
    cursor.connection.commit()


@overwrite.variant("sqlalchemy", "expert", "values", note=DIALECT)
def _(session, insert):
    upsert = insert(sa.StockLevel).values(LEVELS)
    upsert = upsert.on_conflict_do_update(
        index_elements=["depot_id", "product_id"],
        set_={"quantity": upsert.excluded.quantity},
    )
    session.execute(upsert)
    session.commit()


overwrite.pair("django-idiomatic", "sqlalchemy-idiomatic")
overwrite.pair("django-idiomatic", "sqlalchemy-expert-values")
overwrite.expect(None, "sqlalchemy-expert-values", statements=1)
overwrite.expect(None, "django-idiomatic", statements=1)
overwrite.expect(None, "sqlalchemy-idiomatic", statements=4000)

# Insert, or add to what is there --------------------------------------------------------

adding = Card(
    id="upsert-add",
    criterion="sql-control",
    also=["query-expressiveness"],
    kind="cost",
    question="What does “insert, or add to what is there” take for 4,000 rows?",
    finding="SQLAlchemy says it in the same construct; Django’s bulk_create can only "
    "overwrite, so it takes SQL by hand, or two steps: missing rows as zero, then "
    "bulk_update with F().",
    method="4,000 stock levels, of which half exist already, are added to. Django’s "
    "SQL by hand and its way without any are both timed against SQLAlchemy’s.",
    limits=[
        LOOPBACK,
        "For a few rows update_or_create() with F() adds as well, in a query or two each.",
    ],
    features=["upsert", "bulk-load"],
    suggests=[
        ("left", 4, 7, "Adding to a stored value in an upsert needs SQL by hand."),
        ("right", 7, 10, "The dialect’s insert() says it."),
    ],
)
adding.setup(restock)
adding.teardown(restock)
adding.check(stock)


@adding.variant("django", means="raw_sql", note="The ORM cannot name the stored value.")
def _():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO stock_level (depot_id, product_id, quantity)
            VALUES (%s, %s, %s) ON CONFLICT (depot_id, product_id)
            DO UPDATE SET quantity = stock_level.quantity + excluded.quantity""",
            [tuple(level.values()) for level in LEVELS],
        )


@adding.variant("django", "expert", "orm", note="Without SQL by hand.")
def _():
    with transaction.atomic():
        empty = [dj.StockLevel(**level | {"quantity": 0}) for level in LEVELS]
        dj.StockLevel.objects.bulk_create(empty, ignore_conflicts=True)
        more = [
            dj.StockLevel(**level | {"quantity": F("quantity") + level["quantity"]})
            for level in LEVELS
        ]
        dj.StockLevel.objects.bulk_update(more, ["quantity"], batch_size=200)


@adding.variant("sqlalchemy", note=DIALECT)
def _(session, insert):
    upsert = insert(sa.StockLevel)
    upsert = upsert.on_conflict_do_update(
        index_elements=["depot_id", "product_id"],
        set_={"quantity": sa.StockLevel.quantity + upsert.excluded.quantity},
    )
    session.execute(upsert, LEVELS)
    session.commit()


@adding.variant("driver")
def _(cursor):
    cursor.executemany(
        """INSERT INTO stock_level (depot_id, product_id, quantity) VALUES (%s, %s, %s)
        ON CONFLICT (depot_id, product_id)
        DO UPDATE SET quantity = stock_level.quantity + excluded.quantity""",
        [tuple(level.values()) for level in LEVELS],
    )
    cursor.connection.commit()


adding.pair("django-idiomatic", "sqlalchemy-idiomatic")
adding.pair("django-expert-orm", "sqlalchemy-idiomatic")
adding.expect(None, "django-expert-orm", statements=21)

# Savepoints -----------------------------------------------------------------------------

moving = Card(
    id="savepoint-for-each-step",
    criterion="transaction-safety",
    also=["sql-control"],
    kind="cost",
    question="Can one step of a transaction fail without losing the others?",
    finding="Both roll back to a savepoint and go on; the impossible moves are refused "
    "and the others are kept, with the same data statements.",
    method="A hundred stock moves in one transaction, each in a savepoint; a constraint "
    "of the database refuses those that would leave less than nothing.",
    limits=[
        "SQLAlchemy’s engine is set up as its documentation asks for SQLite; without "
        "that, savepoints there are not safe.",
    ],
)
moving.setup(restock)
moving.teardown(restock)
moving.check(stock)
MOVES = [
    (1 + i % 10, 1 + (i * 2 + i % 10) % 400, 40 + i * 37 % 300) for i in range(100)
]


@moving.variant("django")
def _():
    refused = []
    with transaction.atomic():
        for depot, product, quantity in MOVES:
            level = dj.StockLevel.objects.filter(pk=(depot, product))
            try:
                with transaction.atomic():
                    level.update(quantity=F("quantity") - quantity)
            except db.IntegrityError:
                refused.append((depot, product))
    return refused


@moving.variant("sqlalchemy")
def _(session):
    refused = []
    with session.begin():
        for depot, product, quantity in MOVES:
            level = update(sa.StockLevel).where(
                sa.StockLevel.depot_id == depot, sa.StockLevel.product_id == product
            )
            try:
                with session.begin_nested():
                    session.execute(
                        level.values(quantity=sa.StockLevel.quantity - quantity)
                    )
            except exc.IntegrityError:
                refused.append((depot, product))
    return refused


@moving.variant(
    "sqlalchemy",
    "expert",
    note="On the Connection: there is no Session state to bring up to date.",
)
def _(session):
    refused = []
    with session.begin():
        connection = session.connection()
        for depot, product, quantity in MOVES:
            level = update(sa.StockLevel).where(
                sa.StockLevel.depot_id == depot, sa.StockLevel.product_id == product
            )
            try:
                with connection.begin_nested():
                    connection.execute(
                        level.values(quantity=sa.StockLevel.quantity - quantity)
                    )
            except exc.IntegrityError:
                refused.append((depot, product))
    return refused


moving.pair("django-idiomatic", "sqlalchemy-idiomatic")
moving.pair("django-idiomatic", "sqlalchemy-expert")
for each in ("django-idiomatic", "sqlalchemy-idiomatic", "sqlalchemy-expert"):
    moving.expect("sqlite", each, statements=100)
