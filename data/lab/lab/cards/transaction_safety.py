"""What happens to data when nobody took special care."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, F
from sqlalchemy import create_engine, func, insert, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from lab.card import NO, OTHER_MEANS, YES, Card, Seen
from lab.shop import mapped as sa
from lab.shop import models as dj

ORDER, DEPOT, STOCK = 7, 1, (2, 2)


def note_of(world: Any, order: int) -> str:
    """What the bare driver reads, whatever either ORM believes."""
    text = "SELECT note FROM sales_order WHERE id = %s"
    (note,) = world.cursor().execute(text, [order]).fetchone()
    world.bare().commit()
    return note


def colleague(world: Any) -> Any:
    """A second connection that writes another column of the same row."""

    def write() -> None:
        connection = world.driver()
        connection.execute(
            f"UPDATE sales_order SET note = 'call first' WHERE id = {ORDER}"
        )
        connection.commit()
        connection.close()

    return write


def refusal(error: BaseException) -> str:
    """An exception as a proof: its type and its first line."""
    return f"{type(error).__name__}: {str(error).strip().splitlines()[0]}"


# Two people, one row ------------------------------------------------------------------

lost_update = Card(
    id="lost-update",
    criterion="transaction-safety",
    kind="default",
    question="Two people change different columns of one row. Do both changes stay?",
    finding="Django’s save() writes every column back, so the colleague’s change is"
    " gone without a word unless update_fields names what changed; SQLAlchemy writes"
    " only the changed column, so both stay.",
    method="An order is loaded, a second connection changes its note and commits, then"
    " the order’s status is changed and saved. The bare driver reads what is there.",
    limits=[
        "Two changes of the same column overwrite each other in both, unless a version"
        " column (SQLAlchemy has one built in) or a row lock is used.",
        "On SQLite the SQLAlchemy side runs with the driver’s own transaction handling,"
        " since a reader whose snapshot is out of date may not write there at all.",
    ],
    suggests=[
        (
            "left",
            5,
            7,
            "Whole-row saves take a colleague’s change back without a word.",
        ),
        ("right", 6, 9, "Only what was changed is written."),
    ],
)


def kept(world: Any) -> Seen:
    stays = note_of(world, ORDER) == "call first"
    said = "both changes stay" if stays else "the colleague’s change is gone"
    return Seen(says=said, facts={"colleague’s change": "kept" if stays else "lost"})


def django_save(meanwhile):
    order = dj.SalesOrder.objects.get(pk=ORDER)
    meanwhile()  # a colleague changes order.note
    order.status = "paid"
    order.save()


def django_save_named(meanwhile):
    order = dj.SalesOrder.objects.get(pk=ORDER)
    meanwhile()  # a colleague changes order.note
    order.status = "paid"
    order.save(update_fields=["status"])


def sqlalchemy_flush(session, meanwhile):
    order = session.get_one(sa.SalesOrder, ORDER)
    meanwhile()  # a colleague changes order.note
    order.status = "paid"
    session.commit()


@lost_update.probe("django", shown=django_save)
def _(world):
    django_save(colleague(world))
    return kept(world)


@lost_update.probe(
    "django", "expert", note="Names what is written.", shown=django_save_named
)
def _(world):
    django_save_named(colleague(world))
    return kept(world)


@lost_update.probe("sqlalchemy", shown=sqlalchemy_flush)
def _(world):
    # As create_engine() comes: the driver begins a transaction with the first write.
    engine = create_engine(world.sqlalchemy_url())
    with Session(engine) as session:
        sqlalchemy_flush(session, colleague(world))
    engine.dispose()
    return kept(world)


lost_update.expect(None, "django-idiomatic", facts={"colleague’s change": "lost"})
lost_update.expect(None, "django-expert", facts={"colleague’s change": "kept"})
lost_update.expect(None, "sqlalchemy-idiomatic", facts={"colleague’s change": "kept"})


# The second write fails ---------------------------------------------------------------

half_done = Card(
    id="half-done-write",
    criterion="transaction-safety",
    kind="default",
    question="The second of two writes fails, and nobody asked for a transaction. What"
    " is left?",
    finding="Django commits each statement by itself, so the first write stays unless"
    " atomic() surrounds both; in SQLAlchemy a Session is a transaction, so nothing is"
    " left.",
    method="A depot gets another name, then a stock level is set below zero, which a"
    " CHECK constraint refuses. The bare driver reads the depot’s name.",
    limits=[
        "ATOMIC_REQUESTS makes each web request one transaction in Django, for views"
        " only: jobs and commands stay as measured.",
        "A Session that commits between the two writes leaves the first one as well.",
    ],
)


def django_two_writes():
    dj.Depot.objects.filter(pk=DEPOT).update(name="North")
    dj.StockLevel.objects.filter(pk=STOCK).update(quantity=-5)


@transaction.atomic
def django_two_writes_atomic():
    dj.Depot.objects.filter(pk=DEPOT).update(name="North")
    dj.StockLevel.objects.filter(pk=STOCK).update(quantity=-5)


DJANGO_ATOMIC = """
with transaction.atomic():
    Depot.objects.filter(pk=DEPOT).update(name="North")
    StockLevel.objects.filter(pk=STOCK).update(quantity=-5)
"""


def sqlalchemy_two_writes(session):
    session.get_one(sa.Depot, DEPOT).name = "North"
    session.flush()
    session.get_one(sa.StockLevel, STOCK).quantity = -5
    session.commit()


def left(world: Any, write: Any) -> Seen:
    proof = None
    try:
        write()
    except Exception as error:  # noqa: BLE001 - either ORM's own exception
        proof = refusal(error)
    text = "SELECT name FROM depot WHERE id = %s"
    (name,) = world.cursor().execute(text, [DEPOT]).fetchone()
    half = name == "North"
    said = "the first write stays" if half else "nothing is left"
    facts = {"first write": "kept" if half else "gone"}
    return Seen(says=said, proof=proof, facts=facts)


@half_done.probe("django", shown=django_two_writes)
def _(world):
    return left(world, django_two_writes)


@half_done.probe("django", "expert", shown=DJANGO_ATOMIC)
def _(world):
    return left(world, django_two_writes_atomic)


@half_done.probe("sqlalchemy", shown=sqlalchemy_two_writes)
def _(world):
    def write() -> None:
        with Session(world.engine) as session:
            sqlalchemy_two_writes(session)

    return left(world, write)


half_done.expect(None, "django-idiomatic", facts={"first write": "kept"})
half_done.expect(None, "django-expert", facts={"first write": "gone"})
half_done.expect(None, "sqlalchemy-idiomatic", facts={"first write": "gone"})


# A forgotten commit -------------------------------------------------------------------

forgotten_commit = Card(
    id="forgotten-commit",
    criterion="transaction-safety",
    kind="default",
    question="Somebody writes and forgets to commit. Is the change there?",
    finding="In Django it is, since every statement commits itself; in SQLAlchemy it is"
    " silently gone when the Session closes, unless begin() or sessionmaker.begin()"
    " frames the work.",
    method="A depot is renamed without any call to commit; the bare driver reads the"
    " name afterwards.",
    limits=[
        "Neither is wrong: this is the other side of the half-done write. What counts"
        " is which of the two surprises a team will look for.",
    ],
    suggests=[
        ("right", 5, 7, "What nobody commits is gone without a word."),
    ],
)


def django_no_commit():
    depot = dj.Depot.objects.get(pk=DEPOT)
    depot.name = "North"
    depot.save()


def sqlalchemy_no_commit(session):
    depot = session.get_one(sa.Depot, DEPOT)
    depot.name = "North"


SQLALCHEMY_BEGIN = """
with sessions.begin() as session:
    depot = session.get_one(Depot, DEPOT)
    depot.name = "North"
"""


def there(world: Any) -> Seen:
    text = "SELECT name FROM depot WHERE id = %s"
    (name,) = world.cursor().execute(text, [DEPOT]).fetchone()
    stays = name == "North"
    said = "the change is there" if stays else "the change is gone, without a word"
    return Seen(says=said, facts={"change": "there" if stays else "gone"})


@forgotten_commit.probe("django", shown=django_no_commit)
def _(world):
    django_no_commit()
    return there(world)


@forgotten_commit.probe("sqlalchemy", shown=sqlalchemy_no_commit)
def _(world):
    with Session(world.engine) as session:
        sqlalchemy_no_commit(session)
    return there(world)


@forgotten_commit.probe("sqlalchemy", "expert", shown=SQLALCHEMY_BEGIN)
def _(world):
    with Session(world.engine) as session, session.begin():
        sqlalchemy_no_commit(session)
    return there(world)


forgotten_commit.expect(None, "django-idiomatic", facts={"change": "there"})
forgotten_commit.expect(None, "sqlalchemy-idiomatic", facts={"change": "gone"})
forgotten_commit.expect(None, "sqlalchemy-expert", facts={"change": "there"})


# An upsert that adds ------------------------------------------------------------------

adding_upsert = Card(
    id="adding-upsert",
    criterion="transaction-safety",
    also=["sql-control"],
    kind="default",
    question="An upsert should add to the stored value. What does it do?",
    finding="It adds on both sides: Django by update_or_create() with F() and"
    " create_defaults, SQLAlchemy by the dialect’s insert(). Who hands the expression to"
    " Django’s bulk_create() instead is not refused, and overwrites.",
    method="A stock level is upserted with a quantity of 1 and an expression that adds 1"
    " to what is stored. The bare driver reads the quantity before and after.",
    limits=[
        "Django documents update_fields as a list of names; nothing checks that.",
        "update_or_create() reads and locks the row first; for many rows another card"
        " counts.",
    ],
    features=["upsert"],
)


def django_adding_upsert():
    depot, product = STOCK
    dj.StockLevel.objects.bulk_create(
        [dj.StockLevel(depot_id=depot, product_id=product, quantity=1)],
        update_conflicts=True,
        unique_fields=["depot", "product"],
        update_fields={"quantity": F("quantity") + 1},
    )


def django_update_or_create():
    depot, product = STOCK
    dj.StockLevel.objects.update_or_create(
        depot_id=depot,
        product_id=product,
        defaults={"quantity": F("quantity") + 1},
        create_defaults={"quantity": 1},
    )


def sqlalchemy_adding_upsert(session, insert):
    depot, product = STOCK
    row = insert(sa.StockLevel).values(depot_id=depot, product_id=product, quantity=1)
    session.execute(
        row.on_conflict_do_update(
            index_elements=["depot_id", "product_id"],
            set_={"quantity": sa.StockLevel.quantity + row.excluded.quantity},
        )
    )
    session.commit()


def added(world: Any, write: Any) -> Seen:
    text = "SELECT quantity FROM stock_level WHERE depot_id = %s AND product_id = %s"
    (before,) = world.cursor().execute(text, STOCK).fetchone()
    world.bare().commit()
    write()
    (after,) = world.cursor().execute(text, STOCK).fetchone()
    adds = after == before + 1
    said = (
        f"{before} becomes {after}" if adds else f"{before} becomes {after}, silently"
    )
    return Seen(can=YES if adds else NO, says=said, facts={"adds": str(adds).lower()})


@adding_upsert.probe("django", "naive", shown=django_adding_upsert)
def _(world):
    return added(world, django_adding_upsert)


@adding_upsert.probe("django", shown=django_update_or_create)
def _(world):
    return added(world, django_update_or_create)


@adding_upsert.probe(
    "sqlalchemy",
    note="insert is that of the database’s dialect.",
    shown=sqlalchemy_adding_upsert,
)
def _(world):
    dialect = sqlite_insert if world.backend == "sqlite" else postgresql_insert

    def write() -> None:
        with Session(world.engine) as session:
            sqlalchemy_adding_upsert(session, dialect)

    return added(world, write)


adding_upsert.expect(None, "django-naive", facts={"adds": "false"})
adding_upsert.expect(None, "django-idiomatic", facts={"adds": "true"})
adding_upsert.expect(None, "sqlalchemy-idiomatic", facts={"adds": "true"})


# Deleting what others refer to --------------------------------------------------------

cascade = Card(
    id="delete-with-dependants",
    criterion="transaction-safety",
    kind="default",
    question="A customer with five orders is deleted. What goes along?",
    finding="Django asks for a rule with every foreign key and, with the usual CASCADE,"
    " deletes orders, lines and shipments by itself; SQLAlchemy tries to empty the"
    " orders’ keys unless the relationship says otherwise, and the database refuses.",
    method="The first customer with exactly five orders is deleted in a transaction that"
    " is rolled back.",
    limits=[
        "With cascade=“all, delete-orphan” on the relationships SQLAlchemy deletes what"
        " belongs to the customer as well.",
        "Both can leave the cascade to the database (DB_CASCADE since Django 6.1,"
        " passive_deletes in SQLAlchemy); that was not measured here.",
        "Whether deleting so much is wanted is for the team to say: loud refusal and"
        " quiet completeness are both defensible.",
    ],
    changed="Django 6.1 added database-side cascades (August 2026)",
)


def django_delete():
    customer = (
        dj.Customer.objects.annotate(count=Count("orders"))
        .filter(count=5)
        .earliest("id")
    )
    deleted, by_model = customer.delete()
    return deleted


def sqlalchemy_delete(session):
    customer = session.scalars(
        select(sa.Customer)
        .join(sa.Customer.orders)
        .group_by(sa.Customer.id)
        .having(func.count() == 5)
        .order_by(sa.Customer.id)
        .limit(1)
    ).one()
    session.delete(customer)
    session.commit()


@cascade.probe("django", shown=django_delete)
def _(world):
    with world.watch() as seen, transaction.atomic():
        rows = django_delete()
        transaction.set_rollback(True)
    facts = {"rows deleted": rows}
    says = f"{rows} rows are deleted, the customer among them"
    return Seen(says=says, facts=facts, statements=seen.statements)


@cascade.probe("sqlalchemy", shown=sqlalchemy_delete)
def _(world):
    with Session(world.engine) as session:
        try:
            sqlalchemy_delete(session)
        except Exception as error:  # noqa: BLE001 - the driver's own exception
            return Seen(
                says="refused by the database",
                proof=refusal(error),
                facts={"refused by": type(error).__name__},
            )
    return Seen(says="the customer is gone", facts={"refused by": "nobody"})


cascade.expect(None, "sqlalchemy-idiomatic", facts={"refused by": "IntegrityError"})


# After the end ------------------------------------------------------------------------

detached = Card(
    id="after-the-session",
    criterion="transaction-safety",
    also=["learning-curve"],
    kind="default",
    question="A related object is touched after the unit of work has ended. What"
    " happens?",
    finding="Django quietly sends another query, wherever the code is;"
    " SQLAlchemy raises DetachedInstanceError, since the Session is closed.",
    method="An order is loaded and its Session closed (Django has none); then the name"
    " of its customer is read.",
    limits=[
        "The quiet query is what makes N+1 easy to write; the loud error is what"
        " newcomers to SQLAlchemy meet first. Loading the customer with the order"
        " avoids both.",
    ],
)


def django_touch():
    order = dj.SalesOrder.objects.get(pk=3)
    return order.customer.name


def sqlalchemy_touch(engine):
    with Session(engine) as session:
        order = session.get_one(sa.SalesOrder, 3)
    return order.customer.name


def touched(world: Any, touch: Any) -> Seen:
    with world.watch() as seen:
        try:
            touch()
        except Exception as error:  # noqa: BLE001 - either ORM's own exception
            name = type(error).__name__
            proof = refusal(error)
            return Seen(says=f"{name} is raised", proof=proof, facts={"raised": name})
    return Seen(
        says="the value comes, by a further query",
        facts={"raised": "nothing"},
        statements=seen.statements,
        sql=seen.sql,
    )


@detached.probe("django", shown=django_touch)
def _(world):
    return touched(world, django_touch)


@detached.probe("sqlalchemy", shown=sqlalchemy_touch)
def _(world):
    return touched(world, lambda: sqlalchemy_touch(world.engine))


detached.expect(None, "django-idiomatic", statements=2, facts={"raised": "nothing"})
detached.expect(None, "sqlalchemy-idiomatic", facts={"raised": "DetachedInstanceError"})


after_commit = Card(
    id="reading-after-commit",
    criterion="transaction-safety",
    kind="default",
    question="An attribute is read right after commit. Is the database asked again?",
    finding="SQLAlchemy forgets what it has loaded at each commit and asks again, once an"
    " object; Django keeps what it has, however old.",
    method="An order’s note is changed and committed; then its status is read, and what"
    " the database executes for that is counted.",
    limits=[
        "expire_on_commit=False makes SQLAlchemy keep its objects, as most async code"
        " does; refresh_from_db() makes Django ask again.",
    ],
)


@after_commit.probe(
    "django",
    shown="""
with transaction.atomic():
    order = SalesOrder.objects.get(pk=3)
    order.note = "checked"
    order.save(update_fields=["note"])
status = order.status
""",
)
def _(world):
    with transaction.atomic():
        order = dj.SalesOrder.objects.get(pk=3)
        order.note = "checked"
        order.save(update_fields=["note"])
    with world.watch() as seen:
        assert order.status
    return asked_again(seen)


@after_commit.probe(
    "sqlalchemy",
    shown="""
order = session.get_one(SalesOrder, 3)
order.note = "checked"
session.commit()
status = order.status
""",
)
def _(world):
    with Session(world.engine) as session:
        order = session.get_one(sa.SalesOrder, 3)
        order.note = "checked"
        session.commit()
        with world.watch() as seen:
            assert order.status
    return asked_again(seen)


def asked_again(seen: Any) -> Seen:
    said = "the database is asked again" if seen.statements else "nothing is asked"
    return Seen(says=said, statements=seen.statements, sql=seen.sql)


after_commit.expect(None, "django-idiomatic", statements=0)
after_commit.expect(None, "sqlalchemy-idiomatic", statements=1)


# Order and identity -------------------------------------------------------------------

child_first = Card(
    id="child-before-parent",
    criterion="transaction-safety",
    kind="default",
    question="A product and its new category are saved, the product first. Does it work?",
    finding="SQLAlchemy’s unit of work sorts the inserts by itself; Django refuses with"
    " a ValueError that tells to save the category first.",
    method="Both objects are made in memory, joined, and only the product is saved.",
    limits=["Django’s refusal is clear and loud; it costs a line, not data."],
)


def django_child_first():
    tools = dj.Category(name="Tools")
    dj.Product(sku="T-1", name="Saw", category=tools, price_cents=900).save()


def sqlalchemy_child_first(session):
    tools = sa.Category(name="Tools")
    session.add(sa.Product(sku="T-1", name="Saw", category=tools, price_cents=900))
    session.commit()


def saved(save: Any) -> Seen:
    try:
        save()
    except ValueError as error:
        return Seen(can=OTHER_MEANS, says="refused, in words", proof=refusal(error))
    return Seen(can=YES, says="both are saved, the category first")


@child_first.probe("django", shown=django_child_first)
def _(world):
    return saved(django_child_first)


@child_first.probe("sqlalchemy", shown=sqlalchemy_child_first)
def _(world):
    def save() -> None:
        with Session(world.engine) as session:
            sqlalchemy_child_first(session)

    return saved(save)


child_first.expect(None, "django-idiomatic", can=OTHER_MEANS)
child_first.expect(None, "sqlalchemy-idiomatic", can=YES)


identity = Card(
    id="one-row-one-object",
    criterion="transaction-safety",
    also=["domain-separation"],
    kind="default",
    question="The same row is loaded twice. Is it one object?",
    finding="Within one Session SQLAlchemy gives the same object again; every query of"
    " Django builds a new one, so that a change to one copy is not seen in the other.",
    method="A product is loaded twice by its key, the first copy’s name is changed, and"
    " the name of the second is read.",
    limits=[
        "SQLAlchemy sends a select() again, but does not refresh what is loaded.",
        "The one object is a help within a Session and a trap across Sessions, where it"
        " has to be merged.",
    ],
)


def django_twice():
    first, second = dj.Product.objects.get(pk=1), dj.Product.objects.get(pk=1)
    first.name = "Renamed"
    return second.name


def sqlalchemy_twice(session):
    first, second = session.get_one(sa.Product, 1), session.get_one(sa.Product, 1)
    first.name = "Renamed"
    return second.name


def same(name: str, seen: Any) -> Seen:
    one = name == "Renamed"
    said = "one object" if one else "two objects that know nothing of each other"
    facts = {"one object": str(one).lower()}
    return Seen(says=said, facts=facts, statements=seen.statements, sql=seen.sql)


@identity.probe("django", shown=django_twice)
def _(world):
    with world.watch() as seen:
        name = django_twice()
    return same(name, seen)


@identity.probe("sqlalchemy", shown=sqlalchemy_twice)
def _(world):
    with Session(world.engine) as session, world.watch() as seen:
        name = sqlalchemy_twice(session)
    return same(name, seen)


identity.expect(None, "django-idiomatic", statements=2, facts={"one object": "false"})
identity.expect(
    None, "sqlalchemy-idiomatic", statements=1, facts={"one object": "true"}
)


# SQLite and its keys ------------------------------------------------------------------

dangling = Card(
    id="dangling-key-on-sqlite",
    criterion="transaction-safety",
    kind="default",
    question="On SQLite, a row refers to an order that does not exist. Is it refused?",
    finding="Django switches SQLite’s foreign keys on and refuses the row; SQLAlchemy"
    " leaves the driver’s default, off, and the row goes in.",
    method="An order line is inserted whose order’s key no order has, with the engine as"
    " create_engine() makes it.",
    limits=["It has nothing to do with other databases: PostgreSQL always refuses."],
    databases=["sqlite"],
    on=["sqlite"],
)


def django_dangling():
    dj.OrderLine.objects.create(
        order_id=99_999_999, product_id=1, quantity=1, unit_price_cents=1
    )


def sqlalchemy_dangling(session):
    session.execute(
        insert(sa.OrderLine).values(
            order_id=99_999_999, product_id=1, quantity=1, unit_price_cents=1
        )
    )
    session.commit()


def taken(write: Any) -> Seen:
    try:
        write()
    except Exception as error:  # noqa: BLE001 - either ORM's own exception
        return Seen(says="refused", proof=refusal(error), facts={"row": "refused"})
    return Seen(says="the row is in the table", facts={"row": "accepted"})


@dangling.probe("django", shown=django_dangling)
def _(world):
    return taken(django_dangling)


@dangling.probe("sqlalchemy", shown=sqlalchemy_dangling)
def _(world):
    engine = create_engine(world.sqlalchemy_url())

    def write() -> None:
        with Session(engine) as session:
            sqlalchemy_dangling(session)

    try:
        return taken(write)
    finally:
        engine.dispose()


dangling.expect("sqlite", "django-idiomatic", facts={"row": "refused"})
dangling.expect("sqlite", "sqlalchemy-idiomatic", facts={"row": "accepted"})
