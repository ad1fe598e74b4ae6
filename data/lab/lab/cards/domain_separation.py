"""Business rules on one side, persistence on the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, composite, mapped_column, registry

from lab.card import NO, OTHER_MEANS, YES, Card, Seen
from lab.shop import mapped as sa

# A class that knows of no database ----------------------------------------------------

plain_class = Card(
    id="plain-class-mapped",
    criterion="domain-separation",
    kind="capability",
    question="Can a class of the domain be mapped without inheriting from the ORM?",
    finding="SQLAlchemy maps a plain class from outside and leaves its source alone; a"
    " Django model inherits from models.Model, so that a separate domain class means"
    " copying between the two.",
    method="A dataclass with one rule is to be loaded from the table of depots.",
    limits=[
        "Most SQLAlchemy code maps declaratively, by inheritance too; this is about what"
        " is possible.",
        "The mapping puts its own attributes onto the class while the program runs.",
        "In Django the rules alone can live in a plain class that the model inherits"
        " beside models.Model.",
    ],
    features=["shared-domain"],
    suggests=[
        ("left", 4, 6, "Two classes, and copying between them."),
        ("right", 7, 9, "A class is mapped from outside."),
    ],
)

DOMAIN = """
@dataclass(eq=False)
class Depot:
    code: str
    name: str
    region: str

    def is_northern(self) -> bool:
        return self.region == "north"
"""

DJANGO_COPY = (
    DOMAIN
    + """

class DepotRow(models.Model):
    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=80)
    region = models.CharField(max_length=20)

    class Meta:
        db_table = "depot"


def load(code: str) -> Depot:
    row = DepotRow.objects.get(code=code)
    return Depot(row.code, row.name, row.region)


def save(depot: Depot) -> None:
    values = {"name": depot.name, "region": depot.region}
    DepotRow.objects.update_or_create(code=depot.code, defaults=values)
"""
)

SQLALCHEMY_MAP = (
    DOMAIN
    + """

mapping = registry()
depot_table = Table(
    "depot",
    mapping.metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(8), unique=True),
    Column("name", String(80)),
    Column("region", String(20)),
)
mapping.map_imperatively(Depot, depot_table)


def load(session: Session, code: str) -> Depot:
    return session.scalars(select(Depot).where(Depot.code == code)).one()


def save(session: Session, depot: Depot) -> None:
    session.add(depot)
"""
)


def domain_class() -> type:
    """A class of the domain, new each time, as mapping changes it."""

    @dataclass(eq=False)
    class Depot:
        code: str
        name: str
        region: str

        def is_northern(self) -> bool:
            return self.region == "north"

    return Depot


@plain_class.probe("django", means="other", shown=DJANGO_COPY)
def _(world):
    from django.core.exceptions import FieldError
    from django.db import models
    from django.db.models.query import QuerySet

    depot = domain_class()
    try:
        QuerySet(model=depot).get(code="D01")
    except (AttributeError, FieldError) as error:
        proof = f"{type(error).__name__}: {error}"
        inherits = issubclass(depot, models.Model)
        facts = {
            "base classes": len(depot.__mro__) - 2,
            "a model": str(inherits).lower(),
        }
        said = "not as it is: a second class, and copying"
        return Seen(can=OTHER_MEANS, says=said, proof=proof, facts=facts)
    return Seen(can=YES, says="loaded as it is")


@plain_class.probe("sqlalchemy", shown=SQLALCHEMY_MAP)
def _(world):
    depot = domain_class()
    mapping = registry()
    mapping.map_imperatively(depot, sa.Depot.__table__)
    with Session(world.engine) as session:
        first = session.scalars(select(depot).order_by(depot.id).limit(1)).one()
        loaded = isinstance(first, depot) and first.is_northern() in (True, False)
    mapping.dispose()
    facts = {"base classes": len(depot.__mro__) - 2}
    can, said = (YES, "loaded as it is") if loaded else (NO, "not loaded")
    return Seen(can=can, says=said, facts=facts)


plain_class.expect(None, "django-idiomatic", can=OTHER_MEANS)
plain_class.expect(None, "sqlalchemy-idiomatic", can=YES, facts={"base classes": 0})


# Several columns, one value -----------------------------------------------------------

value_object = Card(
    id="value-object",
    criterion="domain-separation",
    kind="capability",
    question="Can several columns be one value of the domain, such as a weight range?",
    finding="SQLAlchemy’s composite() maps columns to a value object both ways and lets"
    " queries compare it for equality; Django has no such field, so that properties do it by hand.",
    method="The lowest and the highest weight of a rate band are read as one object, and"
    " used in a filter.",
    limits=[
        "Third-party packages and JSON columns were not tried.",
        "On PostgreSQL Django has IntegerRangeField, which is one column.",
    ],
    features=["shared-domain"],
)

DJANGO_VALUE = """
@dataclass(frozen=True)
class Range:
    low: int
    high: int


class RateBand(models.Model):
    min_g = models.IntegerField()
    max_g = models.IntegerField()
    rate_cents = models.IntegerField()

    @property
    def weights(self) -> Range:
        return Range(self.min_g, self.max_g)

    @weights.setter
    def weights(self, weights: Range) -> None:
        self.min_g, self.max_g = weights.low, weights.high


RateBand.objects.get(min_g=0, max_g=500)
"""

SQLALCHEMY_VALUE = """
@dataclass(frozen=True)
class Range:
    low: int
    high: int


class RateBand(Base):
    __tablename__ = "rate_band"

    id: Mapped[int] = mapped_column(primary_key=True)
    weights: Mapped[Range] = composite(mapped_column("min_g"), mapped_column("max_g"))
    rate_cents: Mapped[int]


session.scalars(select(RateBand).where(RateBand.weights == Range(0, 500))).one()
"""


@dataclass(frozen=True)
class Range:
    """What two columns mean together."""

    low: int
    high: int


@value_object.probe("django", means="other", shown=DJANGO_VALUE)
def _(world):
    from django.core.exceptions import FieldError

    from lab.shop import models as dj

    try:
        dj.RateBand.objects.filter(weights=Range(0, 500)).exists()
    except FieldError as error:
        said = "by properties, which queries do not know"
        return Seen(can=OTHER_MEANS, says=said, proof=f"FieldError: {error}")
    return Seen(can=YES, says="read and compared as one value")


@value_object.probe("sqlalchemy", shown=SQLALCHEMY_VALUE)
def _(world):
    class Base(sa.DeclarativeBase):
        pass

    class Band(Base):
        __tablename__ = "rate_band"

        id: Mapped[int] = mapped_column(primary_key=True)
        weights: Mapped[Range] = composite(
            mapped_column("min_g"), mapped_column("max_g")
        )
        rate_cents: Mapped[int]

    with Session(world.engine) as session:
        lowest = session.scalars(select(Band).order_by(Band.id).limit(1)).one()
        again = session.scalars(
            select(Band).where(Band.weights == lowest.weights)
        ).one()
        same = again is lowest and isinstance(again.weights, Range)
    can = YES if same else NO
    return Seen(can=can, says="read and compared as one value" if same else "not found")


value_object.expect(None, "django-idiomatic", can=OTHER_MEANS)
value_object.expect(None, "sqlalchemy-idiomatic", can=YES)


# Rules without a database -------------------------------------------------------------

no_database = Card(
    id="rules-without-a-database",
    criterion="domain-separation",
    also=["testing-setup"],
    kind="default",
    question="Can an object with a rule be made and tried where there is no database and"
    " no settings?",
    finding="SQLAlchemy’s mapped classes can be imported and used as they are; Django’s"
    " models need configured settings and a set-up registry before they can be"
    " imported, and no database.",
    method="A process of its own imports a model, makes an order and doubles its total.",
    limits=[
        "Under Django’s test runner or pytest-django the set-up is already done, so that"
        " this costs a team nothing there; it counts for code shared with others.",
        "Django refuses to read lines from an order that is not stored; SQLAlchemy holds"
        " them in memory.",
        "Defaults are there at once in Django, in SQLAlchemy only after the flush.",
    ],
    features=["shared-domain"],
)

DJANGO_ALONE = """
from lab.shop.models import SalesOrder

order = SalesOrder(status="new", total_cents=500)
print(order.total_cents * 2)
"""
DJANGO_SET_UP = (
    """
import django
from django.conf import settings

settings.configure(INSTALLED_APPS=["lab.shop"])
django.setup()
"""
    + DJANGO_ALONE
)
SQLALCHEMY_ALONE = """
from lab.shop.mapped import SalesOrder

order = SalesOrder(status="new", total_cents=500)
print(order.total_cents * 2)
"""


def alone(world: Any, code: str) -> Seen:
    done = world.run(["python", "-c", code])
    if done.returncode == 0 and done.stdout.strip() == "1000":
        return Seen(can=YES, says="works", facts={"exit code": 0})
    last = done.stderr.strip().splitlines()[-1]
    return Seen(
        can=NO, says="refused", proof=last, facts={"exit code": done.returncode}
    )


@no_database.probe("django", "naive", shown=DJANGO_ALONE)
def _(world):
    return alone(world, DJANGO_ALONE)


@no_database.probe("django", shown=DJANGO_SET_UP)
def _(world):
    return alone(world, DJANGO_SET_UP)


@no_database.probe("sqlalchemy", shown=SQLALCHEMY_ALONE)
def _(world):
    return alone(world, SQLALCHEMY_ALONE)


no_database.expect(None, "django-naive", can=NO)
no_database.expect(None, "django-idiomatic", can=YES)
no_database.expect(None, "sqlalchemy-idiomatic", can=YES)
