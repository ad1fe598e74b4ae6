"""What it takes until every test begins with nothing."""

from __future__ import annotations

import re
from pathlib import Path
from pprint import pformat
from textwrap import dedent
from typing import Any

from lab.card import NO, YES, Card, Seen
from lab.code import count

TESTS = 40
#: Where the shop’s models are imported from.
ROOT = Path(__file__).parents[2]

isolation = Card(
    id="tests-begin-empty",
    criterion="testing-setup",
    kind="default",
    question="Forty tests write, and many commit. What has to be written so that each"
    " begins with an empty table?",
    finding="With pytest-django nothing but a mark; with SQLAlchemy a fixture that joins the"
    " test’s Session to an outer transaction, and the obvious fixture, which rolls the"
    " Session back, fails as soon as one test commits.",
    method="pytest runs forty tests: each asserts that the table of depots is empty and"
    " writes one. Every second of SQLAlchemy’s commits; Django’s all leave atomic().",
    limits=[
        "The fixture is written once for a project, and SQLAlchemy’s documentation has"
        " it; what is counted is what a team has to know of.",
        "Of its lines eight are the fixture, the rest is imports and the engine.",
        "On neither side is the commit real: Django’s on_commit hooks and locks need"
        " transaction=True, which is slower.",
        "How long the tests take is not compared.",
    ],
    suggests=[
        ("left", 8, 10, "A mark is enough."),
        ("right", 5, 7, "A short fixture is enough, and the obvious one is not it."),
    ],
)

DJANGO_TEST = """
import pytest
from django.db import transaction
from lab.shop.models import Depot

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", range(40))
def test_begins_empty(number):
    assert Depot.objects.count() == 0
    with transaction.atomic():
        Depot.objects.create(code=str(number), name="North", region="n")
"""
SQLALCHEMY_TEST = """
import pytest
from sqlalchemy import func, select
from lab.shop.mapped import Depot


@pytest.mark.parametrize("number", range(40))
def test_begins_empty(session, number):
    assert session.scalar(select(func.count(Depot.id))) == 0
    session.add(Depot(code=str(number), name="North", region="n"))
    session.flush()
    if number % 2:
        session.commit()
"""
ENGINE = """
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from lab.shop.mapped import Base


@pytest.fixture(scope="session")
def engine():
    engine = create_engine({url!r}{options})
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()

"""
OBVIOUS = (
    ENGINE
    + """
@pytest.fixture
def session(engine):
    with Session(engine) as session:
        yield session
        session.rollback()
"""
)
JOINED = (
    ENGINE
    + """
@pytest.fixture
def session(engine):
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(
            connection, join_transaction_mode="create_savepoint"
        ) as session:
            yield session
        outer.rollback()
"""
)
MARK = "pytestmark = pytest.mark.django_db"
INI = """
[pytest]
DJANGO_SETTINGS_MODULE = settings
pythonpath = .
"""
DJANGO_SHOWN = f"""
# pytest.ini
#     DJANGO_SETTINGS_MODULE = settings
#     pythonpath = .

# test_depots.py
{MARK}
"""
AUTOCOMMIT = ', connect_args={"autocommit": False}'


def shown(fixture: str) -> str:
    """The fixture as a project would write it."""
    return fixture.format(url="sqlite:///tests.sqlite3", options=AUTOCOMMIT).strip()


def ran(world: Any, files: dict[str, str], lines: int) -> Seen:
    """Run pytest over some files, and count."""
    for name, text in files.items():
        (world.scratch / name).write_text(dedent(text))
    done = world.run(["pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio"])
    passed = int((re.search(r"(\d+) passed", done.stdout) or [0, 0])[1])
    failed = int((re.search(r"(\d+) failed", done.stdout) or [0, 0])[1])
    if passed + failed != TESTS:
        return Seen(
            can=NO, says="did not run", proof=(done.stdout + done.stderr)[-1500:]
        )
    said = f"{passed} of {TESTS} pass"
    facts = {"passed": passed, "failed": failed, "lines of set-up": lines}
    return Seen(can=YES if failed == 0 else NO, says=said, facts=facts)


@isolation.probe("django", means="plugin", shown=DJANGO_SHOWN)
def _(world):
    settings = world.django_settings(world.empty_database())
    # pytest-django makes a database of its own beside the one that is named.
    settings["DATABASES"]["default"]["TEST"] = {"NAME": test_name(world)}
    text = "\n".join(f"{name} = {pformat(value)}" for name, value in settings.items())
    return ran(
        world,
        {
            "settings.py": text,
            "pytest.ini": INI,
            "test_depots.py": DJANGO_TEST,
        },
        count(MARK).lines,
    )


def test_name(world: Any) -> str | None:
    """The lab touches only what begins with its name; SQLite tests in memory."""
    return None if world.backend == "sqlite" else "lab_tests"


def with_fixture(world: Any, fixture: str) -> Seen:
    url = world.sqlalchemy_url(world.empty_database())
    # What the documentation advises for SQLite, for savepoints to work there.
    options = AUTOCOMMIT if world.backend == "sqlite" else ""
    files = {
        "conftest.py": fixture.format(url=url, options=options),
        "test_depots.py": SQLALCHEMY_TEST,
    }
    return ran(world, files, count(shown(fixture)).lines)


@isolation.probe("sqlalchemy", "naive", shown=shown(OBVIOUS))
def _(world):
    return with_fixture(world, OBVIOUS)


@isolation.probe("sqlalchemy", shown=shown(JOINED))
def _(world):
    return with_fixture(world, JOINED)


isolation.expect(None, "django-idiomatic", can=YES, facts={"lines of set-up": 1})
isolation.expect(None, "sqlalchemy-naive", can=NO)
isolation.expect(None, "sqlalchemy-idiomatic", can=YES)


parallel = Card(
    id="tests-in-parallel",
    criterion="testing-setup",
    kind="capability",
    question="Can tests run in several processes, each with a database of its own,"
    " without code for it?",
    finding="Django’s test runner makes a copy of the test database for each process at a"
    " switch; SQLAlchemy has no test runner, so that a team writes this into its"
    " fixtures, with pytest-xdist.",
    method="Django’s runner is run over four tests with --parallel 2, on SQLite;"
    " SQLAlchemy’s package is searched for a pytest plug-in that applications could use.",
    limits=[
        "pytest-xdist gives both a worker’s number; pytest-django uses it by itself.",
        "The fixture was not run.",
        "SQLAlchemy’s own plug-in exists for testing database dialects, not applications.",
    ],
    on=["sqlite"],
)


CASES = """
from django.test import TestCase
from lab.shop.models import Depot


class Base:
    def test_begins_empty(self):
        self.assertEqual(Depot.objects.count(), 0)
        Depot.objects.create(code="A", name="North", region="n")

    test_once_more = test_begins_empty


class First(Base, TestCase):
    pass


class Second(Base, TestCase):
    pass
"""


@parallel.probe("django", shown="python manage.py test --parallel 2")
def _(world):
    settings = world.django_settings(world.empty_database())
    text = "\n".join(f"{name} = {pformat(value)}" for name, value in settings.items())
    for name, content in {"settings.py": text, "tests.py": CASES}.items():
        (world.scratch / name).write_text(content)
    env = {
        "DJANGO_SETTINGS_MODULE": "settings",
        "PYTHONPATH": f"{world.scratch}:{ROOT}",
    }
    command = ["python", "-m", "django", "test", "--parallel", "2", "-v", "2"]
    done = world.run(command, env)
    clones = set(re.findall(r"Cloning test database for alias '(\w+)'", done.stderr))
    said = done.stderr + done.stdout
    worked = "Ran 4 tests" in said and "\nOK" in said and clones
    if not worked:
        return Seen(can=NO, says="not by the runner", proof=said[-800:])
    return Seen(can=YES, says="by a switch", facts={"tests": 4})


@parallel.probe(
    "sqlalchemy",
    means="other",
    shown="""
@pytest.fixture(scope="session")
def engine(worker_id):
    engine = create_engine(f"sqlite:///test_{worker_id}.sqlite3")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()
""",
)
def _(world):
    from importlib.metadata import distribution

    groups = {entry.group for entry in distribution("SQLAlchemy").entry_points}
    if "pytest11" in groups:
        return Seen(can=YES, says="by its own pytest plug-in")
    proof = "SQLAlchemy’s package offers no pytest11 entry point"
    return Seen(can="other_means", says="by fixtures of the team’s", proof=proof)


parallel.expect("sqlite", "django-idiomatic", can=YES)
parallel.expect("sqlite", "sqlalchemy-idiomatic", can="other_means")
