"""How many connections a site opens, by the settings it begins with."""

from __future__ import annotations

import time
from typing import Any

from lab.card import Card, Seen
from lab.world import WORK

opened = Card(
    id="connections-opened",
    criterion="sql-control",
    also=["framework-neutrality"],
    kind="default",
    question="A site answers twenty requests, one after another. How many connections"
    " are opened?",
    finding="Django as installed opens one for each request, twenty; SQLAlchemy’s engine"
    " keeps one and opens no other. Two settings change it in Django: CONN_MAX_AGE keeps"
    " one as well, and a pool opens the four that it holds ready.",
    method="A view reads one product through each tool, twenty times, in one process of"
    " its own that serves WSGI; the server’s count of sessions is read before and after.",
    limits=[
        "Requests one after another in one thread; what stays open under load is shown by"
        " another card.",
        "SQLAlchemy has no requests: the view opens and closes a Session each time, as"
        " its documentation advises.",
        "How long a new connection takes depends on the network and on TLS; it was not"
        " timed.",
    ],
    databases=["postgresql"],
    on=["postgresql"],
    changed="Django 5.1 added the pool of psycopg (August 2024)",
)

DJANGO_SITE = """
import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

django.setup()
from lab.shop.models import Product


def product(request):
    return HttpResponse(Product.objects.get(pk=1).name)


urlpatterns = [path("", product)]
application = get_wsgi_application()
"""
SQLALCHEMY_SITE = """
import os

from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from lab.shop.mapped import Product

application = Flask("site")
engine = create_engine(os.environ["DATABASE_URL"])


@application.get("/")
def product():
    with Session(engine) as session:
        return session.get_one(Product, 1).name
"""
REQUESTS = """
from wsgiref.util import setup_testing_defaults

for _ in range(20):
    environ = {}
    setup_testing_defaults(environ)
    statuses = []
    answer = application(environ, lambda status, headers, exc=None: statuses.append(status))
    body = b"".join(answer)
    answer.close()
    assert statuses == ["200 OK"] and body, (statuses, body)
print("answered")
"""

AS_INSTALLED = 'DATABASES["default"]["CONN_MAX_AGE"] = 0  # the default'
KEPT = 'DATABASES["default"]["CONN_MAX_AGE"] = 60'
POOLED = 'DATABASES["default"]["OPTIONS"] = {"pool": True}'


def sessions(world: Any) -> int:
    """How many sessions the server has begun on the shop's database, all ended."""
    cursor = world.cursor()
    for _ in range(200):
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        if cursor.fetchone()[0] == 0:
            break
        time.sleep(0.05)
    cursor.execute("SELECT sessions FROM pg_stat_database WHERE datname = %s", [WORK])
    count = cursor.fetchone()[0]
    world.bare().rollback()
    return count


def answered(world: Any, code: str, env: dict[str, str]) -> Seen:
    before = sessions(world)
    done = world.run(["python", "-c", code + REQUESTS], env)
    if done.stdout.strip() != "answered":
        return Seen(says="fails", proof=done.stderr.strip().splitlines()[-1])
    count = sessions(world) - before
    return Seen(says=f"{count} opened", facts={"connections opened": count})


def django_answered(world: Any, **settings: Any) -> Seen:
    every = world.django_settings()
    every |= {"ROOT_URLCONF": "__main__", "ALLOWED_HOSTS": ["127.0.0.1"]}
    every["DATABASES"]["default"] |= {"CONN_MAX_AGE": 0, **settings}
    text = "\n".join(f"{k} = {v!r}" for k, v in every.items())
    (world.scratch / "settings.py").write_text(text)
    return answered(world, DJANGO_SITE, {"DJANGO_SETTINGS_MODULE": "settings"})


@opened.probe("django", shown=AS_INSTALLED)
def _(world):
    return django_answered(world)


@opened.probe("django", "expert", "kept", shown=KEPT)
def _(world):
    return django_answered(world, CONN_MAX_AGE=60)


@opened.probe("django", "expert", "pool", shown=POOLED)
def _(world):
    return django_answered(world, OPTIONS={"pool": True})


@opened.probe("sqlalchemy", shown='engine = create_engine("postgresql+psycopg://…")')
def _(world):
    return answered(world, SQLALCHEMY_SITE, {"DATABASE_URL": world.sqlalchemy_url()})


for variant, count in [
    ("django-idiomatic", 20),
    ("django-expert-kept", 1),
    ("django-expert-pool", 4),
    ("sqlalchemy-idiomatic", 1),
]:
    opened.expect("postgresql", variant, facts={"connections opened": count})
