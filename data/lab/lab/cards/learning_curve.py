"""What a newcomer meets, as far as it can be counted."""

from __future__ import annotations

import ast
import builtins
import re
import traceback
from collections.abc import Callable
from typing import Any

from lab.card import NO, YES, Card, Seen
from lab.shop import mapped, models

# Ten slips ----------------------------------------------------------------------------

slips = Card(
    id="what-the-error-says",
    criterion="learning-curve",
    also=["transaction-safety", "ageing"],
    kind="default",
    question="A newcomer makes ten usual slips. Which are refused, and does the error say"
    " what is wrong?",
    finding="On SQLite each refuses 7 of the ten; Django’s errors name the thing that is"
    " wrong in all 7, SQLAlchemy’s in 4. Django stores an empty text where a required one"
    " is left out, SQLAlchemy text in a number; both accept a misspelt attribute that is"
    " assigned, and drop a condition joined by “and”.",
    method="Each slip is made on a database as it was seeded. An error names what is"
    " wrong when the misspelt word, the column or the model is in its text; it suggests"
    " when it lists choices, offers a word or says what is expected.",
    limits=[
        "SQLAlchemy lets “and” pass only behind == or !=; behind >, like() or in_() it is"
        " refused. Django never refuses it.",
        "We chose the ten; that a text is helpful to a person was not tried on people.",
        "Some of SQLAlchemy’s errors link to a page that explains them; links are counted"
        " apart.",
        "PostgreSQL itself refuses text in a number, so that SQLAlchemy gets to 8 there.",
        "A type checker finds some of them before they run; another card counts those.",
    ],
)

#: What is done, in Django, in SQLAlchemy, and the word an error has to name.
SLIPS = [
    (
        "a filter on a misspelt column",
        "list(SalesOrder.objects.filter(statsu='new'))",
        "session.scalars(select(SalesOrder).where(SalesOrder.statsu == 'new')).all()",
        "statsu",
    ),
    (
        "a misspelt column read from an object",
        "SalesOrder.objects.get(pk=1).totl_cents",
        "session.get_one(SalesOrder, 1).totl_cents",
        "totl_cents",
    ),
    (
        "a misspelt column set on an object",
        "order = SalesOrder.objects.get(pk=1)\norder.statsu = 'paid'\norder.save()",
        "order = session.get_one(SalesOrder, 1)\norder.statsu = 'paid'"
        "\nsession.commit()",
        "statsu",
    ),
    (
        "a misspelt keyword for a new object",
        "Depot(cod='X', name='New', region='north')",
        "Depot(cod='X', name='New', region='north')",
        "cod",
    ),
    (
        "a required text left out",
        "Depot(code='X', region='north').save()",
        "session.add(Depot(code='X', region='north'))\nsession.commit()",
        "name",
    ),
    (
        "one row asked for where there is none",
        "SalesOrder.objects.get(pk=-1)",
        "session.scalars(select(SalesOrder).where(SalesOrder.id == -1)).one()",
        "SalesOrder",
    ),
    (
        "one row asked for where there are several",
        "SalesOrder.objects.get(status='new')",
        "session.scalars(select(SalesOrder).where(SalesOrder.status == 'new')).one()",
        "SalesOrder",
    ),
    (
        "a number assigned to a relation",
        "order = SalesOrder.objects.get(pk=1)\norder.customer = 5\norder.save()",
        "order = session.get_one(SalesOrder, 1)\norder.customer = 5\nsession.commit()",
        "customer",
    ),
    (
        "two conditions joined by “and”",
        "list(SalesOrder.objects.filter(Q(status='new') and Q(total_cents=5)))",
        "session.scalars(\n    select(SalesOrder).where(\n        SalesOrder.status == 'new'"
        " and SalesOrder.total_cents == 5\n    )\n).all()",
        "boolean",
    ),
    (
        "text put into a number",
        "order = SalesOrder.objects.get(pk=1)\norder.total_cents = 'many'\norder.save()",
        "order = session.get_one(SalesOrder, 1)\norder.total_cents = 'many'"
        "\nsession.commit()",
        "total_cents",
    ),
]
SUGGESTS = re.compile(r"Choices are|[Dd]id you mean|perhaps|must be|expected", re.A)
LINKS = re.compile(r"https?://")


def written(part: int) -> str:
    """The ten as a reader is shown them."""
    return "\n".join(f"# {slip[0]}\n{slip[part]}\n" for slip in SLIPS)


def told(run: Callable[[], None]) -> str | None:
    """What Python prints of the error, or None where there is none."""
    try:
        run()
    except Exception as error:  # noqa: BLE001 (what is raised is the question)
        return "".join(traceback.format_exception_only(error)).strip()
    return None


def counted(errors: dict[str, str | None]) -> Seen:
    """How many were refused, and how many of those errors are of use."""
    words = {slip[0]: slip[3] for slip in SLIPS}
    refused = {name: text for name, text in errors.items() if text is not None}
    names = [
        name
        for name, text in refused.items()
        if re.search(rf"(?i)\b{words[name]}\b", text)
    ]
    suggests = [name for name, text in refused.items() if SUGGESTS.search(text)]
    quiet = [name for name, text in errors.items() if text is None]
    facts = {
        "refused": len(refused),
        "errors that name what is wrong": len(names),
        "errors that suggest what to write": len(suggests),
        "errors with a link": sum(bool(LINKS.search(t)) for t in refused.values()),
        "accepted without a word": "; ".join(quiet) or "none",
    }
    proof = "\n".join(f"{n}: {t.splitlines()[0][:110]}" for n, t in refused.items())
    said = f"{len(refused)} of {len(errors)} refused, {len(names)} by name"
    return Seen(says=said, proof=proof, facts=facts)


@slips.probe("django", shown=written(1))
def _(world):
    from django.db.models import Q

    names = vars(models) | {"Q": Q}
    errors = {}
    for name, text, _sqlalchemy, _word in SLIPS:
        world.restore()
        errors[name] = told(lambda text=text: exec(text, dict(names)))
    return counted(errors)


@slips.probe("sqlalchemy", shown=written(2))
def _(world):
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    errors = {}
    for name, _django, text, _word in SLIPS:
        world.restore()
        with Session(world.engine) as session:
            names = vars(mapped) | {"select": select, "session": session}
            errors[name] = told(lambda text=text, names=names: exec(text, dict(names)))
    return counted(errors)


BOTH = ["a misspelt column set on an object", "two conditions joined by “and”"]
EMPTY, TEXT = "a required text left out", "text put into a number"
slips.expect(
    None,
    "django-idiomatic",
    says="7 of 10 refused, 7 by name",
    facts={"accepted without a word": "; ".join([BOTH[0], EMPTY, BOTH[1]])},
)
slips.expect(
    "sqlite",
    "sqlalchemy-idiomatic",
    says="7 of 10 refused, 4 by name",
    facts={"accepted without a word": "; ".join([*BOTH, TEXT])},
)
slips.expect(
    "postgresql",
    "sqlalchemy-idiomatic",
    says="8 of 10 refused, 5 by name",
    facts={"accepted without a word": "; ".join(BOTH)},
)


# The words of a first program ---------------------------------------------------------

words = Card(
    id="words-of-a-first-program",
    criterion="learning-curve",
    kind="cost",
    question="How many words of the tool does a first useful program need?",
    finding="Without connecting and making the tables Django’s needs 14 and SQLAlchemy’s"
    " 19, which also names the session, the statement and both ends of the relation."
    " With that it is 23 and 22: Django’s settings and commands are the longer way in.",
    method="Two related tables are declared, rows are made, found across the relation,"
    " changed and deleted. Counted is every different name, attribute and keyword of the"
    " program that it does not define itself, Python’s own left out; once without what"
    " connects and makes the tables, and once with it.",
    limits=[
        "Words are not ideas: a short word may hide more than a long one explains.",
        "In a project Django’s own commands write most of what connects.",
    ],
    on=["sqlite"],
)
DJANGO_FIRST = """
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=40)


class Book(models.Model):
    author = models.ForeignKey(Author, models.CASCADE, related_name="books")
    title = models.CharField(max_length=80)


author = Author.objects.create(name="Ann")
Book.objects.create(author=author, title="One")
book = Book.objects.get(author__name="Ann")
book.title = "Two"
book.save()
print(book.author.name, book.title)
book.delete()
print(Book.objects.count())
"""
CONNECTS = """\
engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
"""
SQLALCHEMY_FIRST = f"""
from sqlalchemy import ForeignKey, create_engine, func, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    mapped_column,
    relationship,
)


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "author"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    books: Mapped[list["Book"]] = relationship(back_populates="author")


class Book(Base):
    __tablename__ = "book"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
    title: Mapped[str]
    author: Mapped[Author] = relationship(back_populates="books")


{CONNECTS}with Session(engine) as session:
    session.add(Book(author=Author(name="Ann"), title="One"))
    session.commit()
    book = session.scalars(select(Book).join(Book.author).where(Author.name == "Ann")).one()
    book.title = "Two"
    session.commit()
    print(book.author.name, book.title)
    session.delete(book)
    session.commit()
    print(session.scalar(select(func.count(Book.id))))
"""
DJANGO_AROUND = """
import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["first"],
)
django.setup()
from django.core.management import call_command

call_command("migrate", run_syncdb=True, verbosity=0)
import first.use
"""


def vocabulary(source: str) -> list[str]:
    """The words that the program uses and neither defines nor has from Python."""
    own, used = set(dir(builtins)), set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ClassDef(name=name) | ast.Name(id=name, ctx=ast.Store()):
                own.add(name)
            case ast.Name(id=name) | ast.Attribute(attr=name):
                used.add(name)
            case ast.keyword(arg=str(name)):
                used.add(name)
            case ast.ImportFrom(names=imported):
                used |= {alias.name for alias in imported}
    return sorted(used - own)


def first(bare: str, whole: str, output: str, error: str) -> Seen:
    """Whether it works, and what words it took, without what connects and with it."""
    if output.split() != ["Ann", "Two", "0"]:
        return Seen(can=NO, says="does not run", proof=error.strip().splitlines()[-1])
    found = vocabulary(bare)
    facts = {
        "words": len(found),
        "which": ", ".join(found),
        "with what connects": len(vocabulary(whole)),
    }
    return Seen(can=YES, says=f"{len(found)} words", facts=facts)


@words.probe("django", shown=DJANGO_FIRST)
def _(world):
    folder = world.scratch / "first"
    folder.mkdir()
    (folder / "__init__.py").touch()
    declared, used = DJANGO_FIRST.split("\n\n\nauthor = ")
    (folder / "models.py").write_text(declared)
    head = "from first.models import Author, Book\n"
    (folder / "use.py").write_text(f"{head}author = {used}")
    env = {"PYTHONPATH": str(world.scratch)}
    done = world.run(["python", "-c", DJANGO_AROUND], env)
    whole = DJANGO_FIRST + DJANGO_AROUND.replace("import first.use", "")
    return first(DJANGO_FIRST, whole, done.stdout, done.stderr)


@words.probe("sqlalchemy", shown=SQLALCHEMY_FIRST)
def _(world):
    done = world.run(["python", "-c", SQLALCHEMY_FIRST])
    bare = SQLALCHEMY_FIRST.replace("create_engine, ", "")
    bare = bare.replace(CONNECTS, "engine = ...\n")
    return first(bare, SQLALCHEMY_FIRST, done.stdout, done.stderr)


words.expect(
    "sqlite",
    "django-idiomatic",
    can=YES,
    facts={"words": 14, "with what connects": 23},
)
words.expect(
    "sqlite",
    "sqlalchemy-idiomatic",
    can=YES,
    facts={"words": 19, "with what connects": 22},
)
