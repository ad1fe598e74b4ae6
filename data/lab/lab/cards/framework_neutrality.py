"""Outside of Django, the framework."""

from __future__ import annotations

import re
from importlib.metadata import distribution
from typing import Any

from lab.card import NO, YES, Card, Seen

# The smallest program -----------------------------------------------------------------

alone = Card(
    id="smallest-program",
    criterion="framework-neutrality",
    kind="cost",
    question="How much code is the smallest program that makes a table, writes a row and"
    " reads it?",
    finding="About the same: Django wants settings before a model can be defined and a"
    " label for its application, SQLAlchemy a base class and a Session; both are one"
    " file.",
    method="Both programs run as processes of their own, on a database in memory.",
    limits=[
        "It is the first hour, not the first year: migrations outside of a Django"
        " project need an application and settings too.",
    ],
    frameworks=["other"],
    on=["sqlite"],
)

DJANGO_ALONE = """
import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
)
django.setup()

from django.db import connection, models


class Part(models.Model):
    name = models.CharField(max_length=40)

    class Meta:
        app_label = "tool"


with connection.schema_editor() as editor:
    editor.create_model(Part)
Part.objects.create(name="bolt")
print(Part.objects.get(name="bolt").pk)
"""
SQLALCHEMY_ALONE = """
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Part(Base):
    __tablename__ = "part"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session:
    session.add(Part(name="bolt"))
    session.commit()
    print(session.scalars(select(Part).where(Part.name == "bolt")).one().id)
"""


def prints_one(world: Any, code: str) -> Seen:
    done = world.run(["python", "-c", code])
    works = done.returncode == 0 and done.stdout.strip() == "1"
    proof = None if works else done.stderr.strip().splitlines()[-1]
    said = "reads the row it wrote" if works else "does not run"
    return Seen(can=YES if works else NO, says=said, proof=proof)


@alone.probe("django", shown=DJANGO_ALONE)
def _(world):
    return prints_one(world, DJANGO_ALONE)


@alone.probe("sqlalchemy", shown=SQLALCHEMY_ALONE)
def _(world):
    return prints_one(world, SQLALCHEMY_ALONE)


alone.expect("sqlite", "django-idiomatic", can=YES, lines=15)
alone.expect("sqlite", "sqlalchemy-idiomatic", can=YES, lines=14)


# A service on FastAPI -----------------------------------------------------------------

service = Card(
    id="fastapi-service",
    criterion="framework-neutrality",
    also=["async-fit", "delivery-speed"],
    kind="cost",
    question="A small FastAPI service reads and creates a depot. What does each ORM"
    " add?",
    finding="About the same number of lines: SQLAlchemy’s go into engine and session,"
    " Django’s into set-up, a thread for the transaction and closing connections by"
    " hand.",
    method="Both services are asked in one process each: read one, read a missing one,"
    " create one, read it again. Their status codes and bodies have to be the same.",
    limits=[
        "A Django team would more likely stay with Django’s own views, or Django Ninja.",
        "Whether connections are closed is asked by another card.",
        "Without ThreadSensitiveContext, which Django’s own handler opens, all requests"
        " to Django’s ORM would share one thread.",
    ],
    frameworks=["asgi"],
    suggests=[
        (
            "left",
            2,
            5,
            "It works at about the same length; connections are closed by hand.",
        ),
        ("right", 8, 10, "It is set up as anywhere else."),
    ],
)

DJANGO_SERVICE = """
import django

django.setup()

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.db import close_old_connections, transaction
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from shop.models import Depot

app = FastAPI()


class DepotIn(BaseModel):
    code: str
    name: str
    region: str


@app.middleware("http")
async def own_thread(request, call_next):
    async with ThreadSensitiveContext():
        try:
            return await call_next(request)
        finally:
            await sync_to_async(close_old_connections)()


@app.get("/depots/{key}")
async def read(key: int):
    depot = await Depot.objects.filter(pk=key).afirst()
    if depot is None:
        raise HTTPException(404)
    return {"id": depot.id, "code": depot.code, "name": depot.name}


@app.post("/depots", status_code=201)
async def create(values: DepotIn):
    @sync_to_async
    @transaction.atomic
    def work():
        return Depot.objects.create(**values.model_dump())

    depot = await work()
    return {"id": depot.id, "code": depot.code, "name": depot.name}
"""
SQLALCHEMY_SERVICE = """
import os
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from shop.mapped import Depot

app = FastAPI()
engine = create_async_engine(os.environ["DATABASE_URL"])
sessions = async_sessionmaker(engine, expire_on_commit=False)


class DepotIn(BaseModel):
    code: str
    name: str
    region: str


async def transaction():
    async with sessions.begin() as session:
        yield session


Db = Annotated[AsyncSession, Depends(transaction)]


@app.get("/depots/{key}")
async def read(key: int, db: Db):
    depot = await db.get(Depot, key)
    if depot is None:
        raise HTTPException(404)
    return {"id": depot.id, "code": depot.code, "name": depot.name}


@app.post("/depots", status_code=201)
async def create(values: DepotIn, db: Db):
    depot = Depot(**values.model_dump())
    db.add(depot)
    await db.flush()
    return {"id": depot.id, "code": depot.code, "name": depot.name}
"""
ASKED = """
import warnings

warnings.simplefilter("ignore")
from starlette.testclient import TestClient

from service import app

with TestClient(app) as client:
    new = {"code": "ZZ", "name": "New", "region": "n"}
    answers = [client.get("/depots/3"), client.get("/depots/999")]
    answers.append(client.post("/depots", json=new))
    answers.append(client.get(f"/depots/{answers[2].json()['id']}"))
    print([(answer.status_code, answer.json()) for answer in answers])
"""
ANSWERS: dict[str, str] = {}


def asked(world: Any, side: str, code: str, env: dict[str, str]) -> Seen:
    """Run the service and compare its answers with the other side's."""
    (world.scratch / "service.py").write_text(
        code.replace("from shop.", "from lab.shop.")
    )
    done = world.run(["python", "-c", ASKED], env)
    if done.returncode:
        return Seen(can=NO, says="fails", proof=done.stderr.strip().splitlines()[-1])
    ANSWERS[f"{world.backend} {side}"] = done.stdout
    here = {text for key, text in ANSWERS.items() if key.startswith(world.backend)}
    statuses = ", ".join(re.findall(r"\((\d{3}),", done.stdout))
    facts = {
        "statuses": statuses,
        "answers as the other side’s": str(len(here) == 1).lower(),
    }
    return Seen(can=YES, says=f"answers {statuses}", facts=facts)


@service.probe("django", shown=DJANGO_SERVICE)
def _(world):
    settings = "\n".join(f"{k} = {v!r}" for k, v in world.django_settings().items())
    (world.scratch / "settings.py").write_text(settings)
    return asked(
        world, "django", DJANGO_SERVICE, {"DJANGO_SETTINGS_MODULE": "settings"}
    )


@service.probe("sqlalchemy", shown=SQLALCHEMY_SERVICE)
def _(world):
    url = world.sqlalchemy_url().replace("sqlite://", "sqlite+aiosqlite://")
    return asked(world, "sqlalchemy", SQLALCHEMY_SERVICE, {"DATABASE_URL": url})


for name in ("django-idiomatic", "sqlalchemy-idiomatic"):
    same = {"statuses": "200, 404, 201, 200", "answers as the other side’s": "true"}
    service.expect(None, name, can=YES, facts=same)


# Connections left open ----------------------------------------------------------------

leak = Card(
    id="connections-left-open",
    criterion="framework-neutrality",
    also=["async-fit"],
    kind="default",
    question="A FastAPI service answers thirty requests at once, twice. How many"
    " connections stay open?",
    finding="With Django’s ORM one for each thread that has worked, until somebody"
    " closes them, since only Django’s own requests do so; SQLAlchemy keeps as many as its"
    " pool is told, five.",
    method="An endpoint in a thread reads a product; thirty requests are sent together,"
    " twice. The server is asked how many connections it has.",
    limits=[
        "Inside Django the framework closes what is too old after each request.",
        "A pool by psycopg (Django 5.1 and later) caps the number as well.",
        "SQLAlchemy’s pool opens up to ten more under load, and then lets requests wait up"
        " to thirty seconds.",
    ],
    frameworks=["asgi", "other"],
    databases=["postgresql"],
    on=["postgresql"],
)

LEAK_HEAD = """
import asyncio
import os

import httpx
import psycopg
from fastapi import Depends, FastAPI

app = FastAPI()
"""
DJANGO_LEAK = """
@app.get("/product")
def product():
    return {"name": Product.objects.get(pk=1).name}
"""
DJANGO_CLOSED = """
@app.get("/product")
def product():
    try:
        return {"name": Product.objects.get(pk=1).name}
    finally:
        close_old_connections()
"""
DJANGO_HEAD = """
import django

django.setup()
from django.db import close_old_connections
from lab.shop.models import Product
"""
SQLALCHEMY_LEAK = """
def session():
    with Session(engine) as session:
        yield session


@app.get("/product")
def product(session: Session = Depends(session)):
    return {"name": session.get_one(Product, 1).name}
"""
SQLALCHEMY_HEAD = """
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from lab.shop.mapped import Product

engine = create_engine(os.environ["DATABASE_URL"])
"""
LEAK_TAIL = """
async def main():
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://lab") as client:
        for _ in range(2):
            asked = [client.get("/product") for _ in range(30)]
            answers = await asyncio.gather(*asked)
        assert all(answer.status_code == 200 for answer in answers)
    # The server takes a moment to let go of a connection that was closed.
    await asyncio.sleep(0.5)
    with psycopg.connect(os.environ["SERVER"]) as server:
        (count,) = server.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchone()
    print(count, flush=True)
    os._exit(0)


asyncio.run(main())
"""


def left_open(world: Any, code: str, env: dict[str, str]) -> Seen:
    code = LEAK_HEAD + code + LEAK_TAIL
    done = world.run(["python", "-c", code], {"SERVER": world.url, **env})
    if not done.stdout.strip().isdigit():
        return Seen(says="fails", proof=done.stderr.strip().splitlines()[-1])
    count = int(done.stdout)
    said = "one for each thread" if count > 5 else f"{count} stay open"
    bounded = str(count <= 5).lower()
    return Seen(says=said, facts={"at most five": bounded})


def django_left_open(world: Any, code: str) -> Seen:
    settings = world.django_settings()
    # As startproject leaves it.
    settings["DATABASES"]["default"]["CONN_MAX_AGE"] = 0
    text = "\n".join(f"{k} = {v!r}" for k, v in settings.items())
    (world.scratch / "settings.py").write_text(text)
    env = {"DJANGO_SETTINGS_MODULE": "settings"}
    return left_open(world, DJANGO_HEAD + code, env)


@leak.probe("django", "naive", shown=DJANGO_LEAK)
def _(world):
    return django_left_open(world, DJANGO_LEAK)


@leak.probe("django", shown=DJANGO_CLOSED)
def _(world):
    return django_left_open(world, DJANGO_CLOSED)


@leak.probe("sqlalchemy", shown=SQLALCHEMY_LEAK)
def _(world):
    env = {"DATABASE_URL": world.sqlalchemy_url()}
    return left_open(world, SQLALCHEMY_HEAD + SQLALCHEMY_LEAK, env)


leak.expect("postgresql", "django-naive", facts={"at most five": "false"})
leak.expect("postgresql", "django-idiomatic", facts={"at most five": "true"})
leak.expect("postgresql", "sqlalchemy-idiomatic", facts={"at most five": "true"})


# What an installation brings ----------------------------------------------------------

packages = Card(
    id="packages-installed",
    criterion="framework-neutrality",
    kind="cost",
    question="What does an installation bring, for a program that needs the ORM alone?",
    finding="Django’s ORM comes with the whole framework, in three packages; SQLAlchemy"
    " comes with one helper, and with three more for migrations, which Django has built"
    " in.",
    method="The packages and what they require, without extras and database drivers, are"
    " looked up in the lab’s own environment; sizes are rounded to whole MiB.",
    limits=[
        "Neither is large; what runs at start matters more in small functions.",
        "SQLAlchemy’s asyncio needs greenlet too, an extra.",
    ],
    frameworks=["other"],
    on=["sqlite"],
)


def closure(*names: str) -> set[str]:
    """Packages and all that they require without extras, by name."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = re.split(r"[^\w.-]", waiting.pop())[0].lower().replace("_", "-")
        if name in found:
            continue
        found.add(name)
        for need in distribution(name).requires or ():
            requirement, _, marker = need.partition(";")
            if not marker or ("extra" not in marker and "win32" not in marker):
                if "python_version" not in marker and "platform" not in marker:
                    waiting.append(requirement)
    return found


def installed(*names: str) -> Seen:
    found = closure(*names)
    files = [file for name in found for file in distribution(name).files or ()]
    sources = [file for file in files if "__pycache__" not in str(file)]
    size = sum(file.size or 0 for file in sources) / 2**20
    facts = {
        "packages": len(found),
        "MiB": round(size),
        "which": ", ".join(sorted(found)),
    }
    return Seen(says=f"{len(found)} packages, {round(size)} MiB", facts=facts)


@packages.probe("django", shown="pip install Django")
def _(world):
    return installed("django")


@packages.probe("sqlalchemy", shown="pip install SQLAlchemy")
def _(world):
    return installed("sqlalchemy")


@packages.probe(
    "sqlalchemy", "idiomatic", "migrations", shown="pip install SQLAlchemy alembic"
)
def _(world):
    return installed("sqlalchemy", "alembic")


packages.expect("sqlite", "django-idiomatic", facts={"packages": 3})
packages.expect("sqlite", "sqlalchemy-idiomatic", facts={"packages": 2})
packages.expect("sqlite", "sqlalchemy-idiomatic-migrations", facts={"packages": 5})
