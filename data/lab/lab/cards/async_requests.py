"""Many requests at a time, each with one query."""

from __future__ import annotations

from typing import Any

from lab.card import Card, LabError, Seen

across = Card(
    id="queries-at-once-across-requests",
    criterion="async-fit",
    also=["framework-neutrality"],
    kind="default",
    question="Ten asynchronous requests come at once, each with one slow query. Does the"
    " database run them side by side?",
    finding="It does with both: what Django does one after another within a request, it"
    " does side by side across requests.",
    method="Ten requests to an ASGI application in one process, each with a query that"
    " sleeps half a second, after ten that opened the connections; a further connection"
    " looks at what is active.",
    limits=[
        "How many requests either can bear, and at what cost in memory, was not measured.",
        "Without a pool Django opens a connection for each request.",
        "SQLAlchemy’s pool is told to hold ten; as it comes it holds five, and ten more"
        " while they are needed.",
    ],
    frameworks=["asgi"],
    features=["async"],
    databases=["postgresql"],
    on=["postgresql"],
)

DJANGO = """
async def product(request, key):
    nap = Func(Value(0.5), function="pg_sleep", output_field=CharField())
    found = await Product.objects.annotate(nap=nap).aget(pk=key)
    return JsonResponse({"name": found.name})


urlpatterns = [path("products/<int:key>", product)]
app = get_asgi_application()
"""
DJANGO_HEAD = """
import django

django.setup()
from django.core.asgi import get_asgi_application
from django.db.models import CharField, Func, Value
from django.http import JsonResponse
from django.urls import path
from lab.shop.models import Product
"""
SQLALCHEMY = """
app = FastAPI()
engine = create_async_engine(DATABASE_URL, pool_size=10)
sessions = async_sessionmaker(engine)


@app.get("/products/{key}")
async def product(key: int):
    query = select(Product.name, func.pg_sleep(0.5)).where(Product.id == key)
    async with sessions() as session:
        found = (await session.execute(query)).one()
    return {"name": found.name}
"""
SQLALCHEMY_HEAD = """
import os

from fastapi import FastAPI
from lab.shop.mapped import Product
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

DATABASE_URL = os.environ["DATABASE_URL"]
"""
#: Ten requests to open the connections, ten that are looked at.
ASKED = """
import asyncio
import os

import httpx

from lab.peak import Peak
from service import app


class World:
    url = os.environ["SERVER"]


async def main():
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://lab") as client:

        async def ten():
            asked = [client.get(f"/products/{key}") for key in range(1, 11)]
            return await asyncio.gather(*asked)

        await ten()
        with Peak(World) as peak:
            answers = await ten()
    print(peak.most, *{answer.status_code for answer in answers}, flush=True)
    os._exit(0)


asyncio.run(main())
"""


def asked(world: Any, service: str, env: dict[str, str]) -> Seen:
    """Run the service in a process, and look at the server meanwhile."""
    (world.scratch / "service.py").write_text(service)
    done = world.run(["python", "-c", ASKED], {"SERVER": world.url, **env})
    peak, *statuses = done.stdout.split() or ["none"]
    if statuses != ["200"]:
        raise LabError(f"the service does not answer: {done.stdout}{done.stderr}")
    most = int(peak)
    said = "side by side" if most > 1 else "one after another"
    return Seen(says=said, facts={"eight or more at once": str(most >= 8).lower()})


@across.probe("django", shown=DJANGO)
def _(world):
    settings = world.django_settings() | {
        "ROOT_URLCONF": "service",
        "ALLOWED_HOSTS": ["lab"],
        "MIDDLEWARE": [],
    }
    text = "\n".join(f"{name} = {value!r}" for name, value in settings.items())
    (world.scratch / "settings.py").write_text(text)
    env = {"DJANGO_SETTINGS_MODULE": "settings"}
    return asked(world, DJANGO_HEAD + DJANGO, env)


@across.probe("sqlalchemy", shown=SQLALCHEMY)
def _(world):
    env = {"DATABASE_URL": world.sqlalchemy_url()}
    return asked(world, SQLALCHEMY_HEAD + SQLALCHEMY, env)


for name in ("django-idiomatic", "sqlalchemy-idiomatic"):
    held = {"eight or more at once": "true"}
    across.expect("postgresql", name, says="side by side", facts=held)
