"""What is settled before a team has said a word."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

from lab import code
from lab.card import NO, YES, Card, LabError, Seen

# A new project ------------------------------------------------------------------------

project = Card(
    id="before-the-first-query",
    criterion="conventions",
    also=["delivery-speed"],
    kind="cost",
    question="A new project is begun. What is there when the commands have run, and what"
    " does the team write before its first query?",
    finding="Django’s commands lay out settings, application, tests and migrations, so"
    " that a model and one line remain; SQLAlchemy’s only command is Alembic’s, and the"
    " engine, the session and the base class are the team’s to write: 3 lines by hand"
    " against 13, or 20 with a convention for the names of constraints.",
    method="Both projects are made by their own commands in an empty folder, completed"
    " by hand, migrated, and asked for one row.",
    limits=[
        "Written once: a team’s own template takes it to nothing on either side.",
        "Django’s layout includes pages and users, which a service may not want.",
        "Frameworks and templates around SQLAlchemy settle some of it; none was used.",
    ],
    on=["sqlite"],
    suggests=[
        ("left", 8, 10, "Commands lay out what is around the model."),
        ("right", 4, 6, "Engine, session and base class are the team’s to write."),
    ],
)

DJANGO_MODEL = """
class Part(models.Model):
    name = models.CharField(max_length=40)
"""
DJANGO_BY_HAND = f"""
# stock/models.py
{DJANGO_MODEL}

# project/settings.py, in INSTALLED_APPS
"stock"
"""
NAMES = """
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""
SQLALCHEMY_MODELS = f"""
from sqlalchemy import MetaData, String, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

{NAMES.strip()}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


class Part(Base):
    __tablename__ = "part"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))


engine = create_engine("sqlite:///parts.sqlite3")
Session = sessionmaker(engine)
"""
ENVIRONMENT = """
from models import Base

target_metadata = Base.metadata
"""
ADDRESS = "sqlalchemy.url = sqlite:///parts.sqlite3"
SQLALCHEMY_BY_HAND = f"""
# models.py
{SQLALCHEMY_MODELS}

# migrations/env.py
{ENVIRONMENT}

# alembic.ini
# {ADDRESS}
"""
DJANGO_QUERY = "from stock.models import Part; print(Part.objects.count())"
SQLALCHEMY_QUERY = (
    "from sqlalchemy import func, select; from models import Part, Session; "
    "print(Session().scalar(select(func.count(Part.id))))"
)


class Folder:
    """An empty folder, and commands that have to work in it."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.place: Path = world.scratch / "new"
        self.place.mkdir()
        self.commands = 0
        self.generated = 0

    def command(self, *args: str) -> str:
        """Run a command of the tool’s, and count the files that it made."""
        before = len(self.files())
        env = {"PYTHONPATH": str(self.place)}
        done = self.world.run(["python", *args], env, self.place)
        if done.returncode:
            raise LabError(f"{' '.join(args)}: {done.stdout}{done.stderr}")
        self.commands += 1
        self.generated += len(self.files()) - before
        return done.stdout.strip()

    def files(self) -> list[Path]:
        found = [path for path in self.place.rglob("*") if path.is_file()]
        return [path for path in found if path.suffix != ".sqlite3"]

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.place / name).read_text()
        if old not in text:
            raise LabError(f"{name}, as the tool writes it, no longer has “{old}”")
        (self.place / name).write_text(text.replace(old, new))

    def seen(self, answer: str, by_hand: int, lines: int, settled: int) -> Seen:
        works = answer.splitlines()[-1:] == ["0"]
        said = f"{self.generated} files made, {lines} lines by hand"
        facts = {
            "files made by commands": self.generated,
            "settings made": settled,
            "files touched by hand": by_hand,
            "lines by hand": lines,
            "commands": self.commands,
        }
        return Seen(
            can=YES if works else NO,
            says=said if works else "the first query fails",
            facts=facts,
        )


@project.probe("django", shown=DJANGO_BY_HAND)
def _(world):
    folder = Folder(world)
    folder.command("-m", "django", "startproject", "project", ".")
    folder.command("manage.py", "startapp", "stock")
    apps = "INSTALLED_APPS = ["
    folder.edit("project/settings.py", apps, f"{apps}\n    'stock',")
    folder.edit("stock/models.py", "# Create your models here.", DJANGO_MODEL)
    folder.command("manage.py", "makemigrations")
    folder.command("manage.py", "migrate")
    answer = folder.command("manage.py", "shell", "-c", DJANGO_QUERY)
    settings = (folder.place / "project" / "settings.py").read_text()
    settled = len(re.findall(r"^[A-Z_]+ = ", settings, re.M))
    lines = code.count(DJANGO_MODEL).lines + 1
    return folder.seen(answer, 2, lines, settled)


@project.probe("sqlalchemy", means="plugin", shown=SQLALCHEMY_BY_HAND)
def _(world):
    folder = Folder(world)
    folder.command("-m", "alembic", "init", "migrations")
    (folder.place / "models.py").write_text(SQLALCHEMY_MODELS)
    folder.edit("migrations/env.py", "target_metadata = None", ENVIRONMENT)
    address = "sqlalchemy.url = driver://user:pass@localhost/dbname"
    folder.edit("alembic.ini", address, ADDRESS)
    folder.command("-m", "alembic", "revision", "--autogenerate", "-m", "first")
    folder.command("-m", "alembic", "upgrade", "head")
    answer = folder.command("-c", SQLALCHEMY_QUERY)
    lines = sum(code.count(text).lines for text in (SQLALCHEMY_MODELS, ENVIRONMENT)) + 1
    seen = folder.seen(answer, 3, lines, 0)
    seen.facts["of them for the names of constraints"] = code.count(NAMES).lines
    return seen


project.expect("sqlite", "django-idiomatic", can=YES, facts={"lines by hand": 3})
project.expect(
    "sqlite",
    "sqlalchemy-idiomatic",
    can=YES,
    facts={"lines by hand": 20, "of them for the names of constraints": 7},
)


# A model that says nothing but its attribute ------------------------------------------

defaults = Card(
    id="model-left-to-defaults",
    criterion="conventions",
    kind="default",
    question="A model names one attribute and nothing else. Is there a table name and a"
    " key?",
    finding="Django gives it both; SQLAlchemy asks for each in turn, and a team that"
    " wants a rule writes it into its base class.",
    method="The class is declared with its one attribute; what comes of it is read from"
    " the tool’s own description of the table, or from the exception.",
    limits=[
        "Naming things oneself is what a team with an existing schema wants.",
        "Flask-SQLAlchemy names tables by itself.",
    ],
    on=["sqlite"],
)


@defaults.probe("django", shown=DJANGO_MODEL)
def _(world):
    from django.db import models

    class Part(models.Model):
        name = models.CharField(max_length=40)

        class Meta:
            app_label = "stock"

    key = Part._meta.pk
    facts = {"table": Part._meta.db_table, "key": f"{key.name}, {type(key).__name__}"}
    return Seen(can=YES, says=f"table {facts['table']}, key {key.name}", facts=facts)


def declared(**body: Any) -> Seen:
    """Declare the same in SQLAlchemy, with what the body says beside the attribute."""
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.orm import DeclarativeBase, Mapped

    class Base(DeclarativeBase):
        pass

    types: dict[str, Any] = {"__annotations__": {"name": Mapped[str]}}
    try:
        made = type("Part", (Base,), types | body)
    except SQLAlchemyError as error:
        first = str(error).splitlines()[0]
        said = "asks for a key" if "primary key" in first else "asks for a table"
        return Seen(can=NO, says=said, proof=f"{type(error).__name__}: {first}")
    table = made.__table__
    return Seen(
        can=YES, says=f"table {table.name}, key {table.primary_key.columns[0].name}"
    )


@defaults.probe(
    "sqlalchemy",
    "naive",
    shown="""
class Part(Base):
    name: Mapped[str]
""",
)
def _(world):
    return declared()


@defaults.probe(
    "sqlalchemy",
    "naive",
    "named",
    shown="""
class Part(Base):
    __tablename__ = "part"

    name: Mapped[str]
""",
)
def _(world):
    return declared(__tablename__="part")


@defaults.probe(
    "sqlalchemy",
    shown="""
class Part(Base):
    __tablename__ = "part"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
""",
)
def _(world):
    from sqlalchemy import Integer
    from sqlalchemy.orm import mapped_column

    return declared(__tablename__="part", id=mapped_column(Integer, primary_key=True))


RULE = """
class Base(DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True)

    @declared_attr.directive
    def __tablename__(cls):
        return cls.__name__.lower()


class Part(Base):
    name: Mapped[str]
"""


@defaults.probe("sqlalchemy", "expert", "rule", shown=RULE)
def _(world):
    from sqlalchemy import orm

    made = dict(vars(orm))
    exec(RULE, made)
    table = made["Part"].__table__
    key = table.primary_key.columns[0].name
    return Seen(can=YES, says=f"table {table.name}, key {key}")


defaults.expect("sqlite", "sqlalchemy-expert-rule", can=YES, says="table part, key id")
defaults.expect("sqlite", "django-idiomatic", can=YES)
defaults.expect("sqlite", "sqlalchemy-naive", can=NO, says="asks for a table")
defaults.expect("sqlite", "sqlalchemy-naive-named", can=NO, says="asks for a key")
defaults.expect("sqlite", "sqlalchemy-idiomatic", can=YES)


# Names of constraints -----------------------------------------------------------------

names = Card(
    id="names-of-constraints",
    criterion="conventions",
    also=["migrations", "ageing"],
    kind="default",
    question="Does a foreign key have a name that a later migration can use?",
    finding="Django gives each a name of its own making; SQLAlchemy leaves it nameless, and"
    " cannot drop it by its metadata, until the team writes a naming convention.",
    method="One table refers to another. The name is read from the statements that each"
    " tool would send to make the constraint or to drop it.",
    limits=[
        "PostgreSQL names nameless constraints by itself, and Alembic’s autogenerate"
        " finds those names when it compares.",
        "On SQLite Django’s are nameless, and SQLAlchemy’s bear the convention’s name; the"
        " table is made anew there.",
        "The convention is written once, in five lines.",
    ],
    databases=["postgresql"],
    on=["postgresql"],
)
CONVENTION = {"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}
NAMELESS = """
class Base(DeclarativeBase):
    pass


op.drop_constraint(constraint.name, "line", type_="foreignkey")
"""
NAMED = f"""
class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={CONVENTION!r})


op.drop_constraint(constraint.name, "line", type_="foreignkey")
"""


def reference(convention: dict[str, str] | None) -> Seen:
    """Ask a table’s foreign key for its name, and for the statement that drops it."""
    from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.exc import CompileError
    from sqlalchemy.schema import DropConstraint

    metadata = MetaData(naming_convention=convention)
    Table("part", metadata, Column("id", Integer, primary_key=True))
    line = Table("line", metadata, Column("part_id", ForeignKey("part.id")))
    constraint = next(iter(line.foreign_key_constraints))
    try:
        text = str(DropConstraint(constraint).compile(dialect=postgresql.dialect()))
    except CompileError as error:
        proof = f"CompileError: {error}"
        return Seen(can=NO, says="nameless, and cannot be dropped", proof=proof)
    return Seen(can=YES, says=f"named {constraint.name}", proof=text.strip())


@names.probe("django", shown='migrations.RemoveField("line", "part")')
def _(world):
    from django.db import connection

    from lab.shop import models as dj

    with connection.schema_editor(collect_sql=True) as editor:
        editor.create_model(dj.SalesOrder)
    made = [text for text in editor.collected_sql if "FOREIGN KEY" in text]
    found = re.search(r'CONSTRAINT "(\w+)" FOREIGN KEY', "\n".join(made))
    if found is None:
        return Seen(can=NO, says="nameless", proof="\n".join(made))
    return Seen(can=YES, says=f"named {found[1]}", proof="\n".join(made))


@names.probe("sqlalchemy", "naive", shown=NAMELESS)
def _(world):
    return reference(None)


@names.probe("sqlalchemy", shown=NAMED)
def _(world):
    return reference(CONVENTION)


names.expect("postgresql", "django-idiomatic", can=YES)
names.expect("postgresql", "sqlalchemy-naive", can=NO)
names.expect("postgresql", "sqlalchemy-idiomatic", can=YES)


# Time zones ---------------------------------------------------------------------------

moments = Card(
    id="moments-and-time-zones",
    criterion="conventions",
    kind="default",
    question="A moment with its time zone is stored in a plain date-and-time column. Does"
    " it come back as the same moment?",
    finding="With Django’s settings it does, on both databases; SQLAlchemy’s plain"
    " datetime column returns it without its zone, until the column says timezone=True,"
    " which SQLite cannot keep without a type of the team’s own.",
    method="Noon in a zone two hours ahead of UTC is written and read again; compared is"
    " whether the value read is the same moment and has a zone.",
    limits=[
        "What a server’s own time zone does to values without a zone was not tried."
    ],
)
NOON = dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))


def came_back(value: dt.datetime) -> Seen:
    facts = {"has a zone": str(value.tzinfo is not None).lower()}
    if value.tzinfo is None:
        return Seen(can=NO, says="comes back without a zone", facts=facts)
    same = value == NOON
    said = "the same moment" if same else "another moment"
    return Seen(can=YES if same else NO, says=said, facts=facts)


@moments.probe("django", shown="at = models.DateTimeField()")
def _(world):
    from django.db import connection, models

    class Moment(models.Model):
        at = models.DateTimeField()

        class Meta:
            app_label = "clock"

    with connection.schema_editor() as editor:
        editor.create_model(Moment)
    Moment.objects.create(at=NOON)
    return came_back(Moment.objects.get().at)


def stored(world: Any, column: Any) -> Seen:
    from sqlalchemy import Column, Integer, MetaData, Table, insert, select

    key = Column("id", Integer, primary_key=True)
    table = Table("moment", MetaData(), key, Column("at", column))
    with world.engine.begin() as connection:
        table.create(connection)
        connection.execute(insert(table).values(at=NOON))
        return came_back(connection.execute(select(table.c.at)).scalar_one())


@moments.probe("sqlalchemy", "naive", shown="at: Mapped[datetime]")
def _(world):
    from sqlalchemy import DateTime

    return stored(world, DateTime())


@moments.probe(
    "sqlalchemy",
    shown="at: Mapped[datetime] = mapped_column(DateTime(timezone=True))",
)
def _(world):
    from sqlalchemy import DateTime

    return stored(world, DateTime(timezone=True))


UTC_TYPE = """
class Utc(TypeDecorator):
    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        return value and value.replace(tzinfo=UTC)
"""


@moments.probe("sqlalchemy", "expert", shown=UTC_TYPE)
def _(world):
    from sqlalchemy import DateTime, TypeDecorator

    names = {"DateTime": DateTime, "TypeDecorator": TypeDecorator, "UTC": dt.UTC}
    exec(UTC_TYPE, names)
    return stored(world, names["Utc"]())


moments.expect(None, "django-idiomatic", can=YES)
moments.expect(None, "sqlalchemy-expert", can=YES, says="the same moment")
moments.expect(None, "sqlalchemy-naive", can=NO)
moments.expect("sqlite", "sqlalchemy-idiomatic", can=NO)
moments.expect("postgresql", "sqlalchemy-idiomatic", can=YES)
