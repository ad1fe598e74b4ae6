"""The same four models in Django's admin and in three that map SQLAlchemy's."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from lab.card import NO, OTHER_MEANS, YES, Card, LabError, Seen

ADMINS = Path(__file__).parent.parent / "admins"
DJANGO, SQLADMIN, FLASK = "django_admin", "sqladmin_plain", "flask_admin_plain"
STARLETTE, GUARDED = "starlette_admin_plain", "sqladmin_guarded"
STATUS_ONLY = "Whether the pages are pleasant to use was not judged."


def source(name: str) -> str:
    """The admin as a project would write it."""
    text = (ADMINS / f"{name}.py").read_text(encoding="utf-8")
    return text.replace("lab.shop", "shop").replace(
        "lab.admins.sqladmin_plain", "admin"
    )


def part(name: str, first: str, last: str) -> str:
    """From one line of it up to another."""
    text = source(name)
    start = text.index(first)
    return text[start : text.index(last, start)].strip() + "\n"


@functools.cache
def asked(world: Any, name: str) -> dict[str, Any]:
    """What an admin answered over HTTP; asked once, as each card takes its part."""
    order = {"name": name, "url": world.url, "settings": world.django_settings()}
    done = world.run(["python", "-m", "lab.admins.ask", json.dumps(order)])
    if done.returncode != 0:
        raise LabError(f"{name} did not answer: {done.stderr.strip()[-1500:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def yes_no(true: bool) -> str:
    return "yes" if true else "no"


# How much code ------------------------------------------------------------------------

lines = Card(
    id="admin-for-four-models",
    criterion="admin-tooling",
    also=["delivery-speed"],
    kind="cost",
    question="How much code puts four models into an admin that lists, searches, edits"
    " and creates?",
    finding="Much the same on either side, with Django’s admin or with one of three"
    " packages for SQLAlchemy: 26 lines against 29 to 39, and SQLAdmin’s 39 leave out the"
    " form for an order’s lines. The difference lies in what is there besides the pages,"
    " which other cards ask.",
    method="Categories, customers, products and orders, with the orders’ lines on the"
    " same form where the package has that. Each is asked over HTTP in a process of its"
    " own; the search has to narrow the list, and what was edited and created is read"
    " back by the bare driver.",
    limits=[
        STATUS_ONLY,
        "The settings that startproject writes are not counted, and neither is the"
        " login that the others need.",
    ],
    features=["admin"],
    on=["sqlite"],
    suggests=[
        ("right", 3, 6, "The pages are there; what protects them is the team’s."),
    ],
)


def worked(world: Any, name: str) -> Seen:
    found = asked(world, name)
    pages = all(found[page] == 200 for page in ("list", "search", "order form"))
    did = found["search narrows"] and found["edited as typed"] and found["row made"]
    can = YES if pages and did else NO
    says = "lists, searches, edits and creates" if can == YES else "not all of it works"
    names = ["list", "search", "order form", "edit", "create"]
    facts = {f"{each}, HTTP status": found[each] for each in names}
    facts["order lines on the order’s form"] = yes_no(found["order lines on the form"])
    return Seen(can=can, says=says, facts=facts)


@lines.probe("django", shown=source(DJANGO))
def _(world):
    return worked(world, DJANGO)


@lines.probe("sqlalchemy", word="sqladmin", means="plugin", shown=source(SQLADMIN))
def _(world):
    return worked(world, SQLADMIN)


@lines.probe("sqlalchemy", word="flask-admin", means="plugin", shown=source(FLASK))
def _(world):
    return worked(world, FLASK)


@lines.probe(
    "sqlalchemy", word="starlette-admin", means="plugin", shown=source(STARLETTE)
)
def _(world):
    return worked(world, STARLETTE)


lines.expect("sqlite", "django-idiomatic", can=YES, lines=26)
lines.expect("sqlite", "sqlalchemy-idiomatic-sqladmin", can=YES, lines=39)
lines.expect("sqlite", "sqlalchemy-idiomatic-flask-admin", can=YES, lines=36)
lines.expect("sqlite", "sqlalchemy-idiomatic-starlette-admin", can=YES, lines=29)

# Who may open it ----------------------------------------------------------------------

anonymous = Card(
    id="admin-anonymous",
    criterion="admin-tooling",
    also=["transaction-safety"],
    kind="default",
    question="Somebody who is not logged in opens the admin’s list of customers. What"
    " happens?",
    finding="Django’s admin sends them to the login. The three packages for SQLAlchemy"
    " show the list to anybody until a login is written; SQLAdmin’s takes a class of"
    " three methods, and users to check against.",
    method="The list is asked for over HTTP, without a cookie.",
    limits=[
        "All three document their login; what is asked is what happens before.",
        "SQLAdmin’s login is written against a table of users; hashed passwords and a"
        " page to change them would come on top.",
    ],
    suggests=[
        ("left", 7, 10, "Users, login and permissions are there from the start.")
    ],
    features=["admin"],
    on=["sqlite"],
)


def opened(world: Any, name: str) -> Seen:
    status = asked(world, name)["anonymous"]
    says = "anybody sees the list" if status == 200 else "sent to the login"
    if status not in (200, 302, 303):
        says = "refused"
    return Seen(says=says, facts={"HTTP status": status})


@anonymous.probe("django", shown="path('admin/', admin.site.urls)")
def _(world):
    return opened(world, DJANGO)


@anonymous.probe(
    "sqlalchemy", word="sqladmin", means="plugin", shown="Admin(app, engine)"
)
def _(world):
    return opened(world, SQLADMIN)


@anonymous.probe("sqlalchemy", word="flask-admin", means="plugin", shown="Admin(app)")
def _(world):
    return opened(world, FLASK)


@anonymous.probe(
    "sqlalchemy",
    word="starlette-admin",
    means="plugin",
    shown="Admin(engine, secret_key='a secret')",
)
def _(world):
    return opened(world, STARLETTE)


LOGIN = part(GUARDED, "class Login", "class History")


@anonymous.probe(
    "sqlalchemy", "expert", "sqladmin-with-login", means="plugin", shown=LOGIN
)
def _(world):
    return opened(world, GUARDED)


LOGS_IN, OPEN = "sent to the login", "anybody sees the list"
anonymous.expect("sqlite", "django-idiomatic", says=LOGS_IN)
anonymous.expect("sqlite", "sqlalchemy-idiomatic-sqladmin", says=OPEN)
anonymous.expect("sqlite", "sqlalchemy-idiomatic-flask-admin", says=OPEN)
anonymous.expect("sqlite", "sqlalchemy-idiomatic-starlette-admin", says=OPEN)
anonymous.expect("sqlite", "sqlalchemy-expert-sqladmin-with-login", says=LOGS_IN)

# Forged forms -------------------------------------------------------------------------

forged = Card(
    id="admin-forged-form",
    criterion="admin-tooling",
    also=["transaction-safety"],
    kind="default",
    question="A form is sent to the admin without the token that its own page holds. Is"
    " the row written?",
    finding="Django’s admin and starlette-admin refuse it; SQLAdmin and Flask-Admin"
    " write the row.",
    method="The form that makes a category is sent with every field but those named"
    " after CSRF; the bare driver looks for the row.",
    limits=[
        "A browser’s SameSite cookies stop many forged forms by themselves; the request"
        " here bears no sign of coming from another site.",
        "Flask-Admin has a form class with a token, SecureForm, that a view can name.",
        "SQLAdmin was asked with its login; its cookie is SameSite=Lax unless told"
        " otherwise.",
    ],
    features=["admin"],
    on=["sqlite"],
)


def refused(world: Any, name: str) -> Seen:
    found = asked(world, name)
    if not found["row made"]:
        raise LabError(f"{name}: not even the proper form makes a row")
    says = "the row is written" if found["row made without token"] else "refused"
    facts = {"HTTP status": found["create without token"]}
    return Seen(says=says, facts=facts)


@forged.probe("django", shown=part(DJANGO, "@admin.register(Category)", "\n\n\n"))
def _(world):
    return refused(world, DJANGO)


CATEGORY = "class CategoryAdmin"


@forged.probe(
    "sqlalchemy",
    word="sqladmin",
    means="plugin",
    shown=part(SQLADMIN, CATEGORY, "\n\n\n"),
)
def _(world):
    return refused(world, GUARDED)


@forged.probe(
    "sqlalchemy",
    word="flask-admin",
    means="plugin",
    shown=part(FLASK, CATEGORY, "\n\n\n"),
)
def _(world):
    return refused(world, FLASK)


@forged.probe(
    "sqlalchemy",
    word="starlette-admin",
    means="plugin",
    shown=part(STARLETTE, CATEGORY, "\n\n\n"),
)
def _(world):
    return refused(world, STARLETTE)


WRITTEN = "the row is written"
forged.expect("sqlite", "django-idiomatic", says="refused")
forged.expect("sqlite", "sqlalchemy-idiomatic-sqladmin", says=WRITTEN)
forged.expect("sqlite", "sqlalchemy-idiomatic-flask-admin", says=WRITTEN)
forged.expect("sqlite", "sqlalchemy-idiomatic-starlette-admin", says="refused")

# Who changed what ---------------------------------------------------------------------

history = Card(
    id="admin-history",
    criterion="admin-tooling",
    kind="capability",
    question="Does the admin keep a record of who changed what?",
    finding="Django’s admin writes one without being asked; SQLAdmin has a backend for"
    " it that a team gives a table to; the other two write nothing of their own.",
    method="A category is renamed through the admin’s form; the bare driver compares"
    " the number of rows in every table before and after.",
    limits=[
        "Flask-Admin and starlette-admin call hooks before and after a change, in which"
        " a team can write its own record.",
        "Changes made outside of the admin are in none of these records.",
        "Django’s names the fields that were changed, SQLAdmin’s holds the values that"
        " were sent; its LoggingAuditBackend needs no table.",
        "Packages that keep whole histories (django-simple-history,"
        " SQLAlchemy-Continuum) were not tried.",
    ],
    features=["admin"],
    on=["sqlite"],
)


def recorded(world: Any, name: str, by: str) -> Seen:
    found = asked(world, name)
    if not found["edited as typed"]:
        raise LabError(f"{name}: the category was not renamed")
    tables = found["written beside it"]
    says = f"a row in {', '.join(tables)}" if tables else "nothing is recorded"
    return Seen(can=by if tables else NO, says=says)


@history.probe("django", shown=part(DJANGO, "@admin.register(Category)", "\n\n\n"))
def _(world):
    return recorded(world, DJANGO, YES)


@history.probe(
    "sqlalchemy",
    word="sqladmin",
    means="plugin",
    note="With the team’s own table for it.",
    shown=part(GUARDED, "class AdminChange", "class Login")
    + "\n\n"
    + part(GUARDED, "class History", "def make"),
)
def _(world):
    return recorded(world, GUARDED, OTHER_MEANS)


@history.probe(
    "sqlalchemy",
    word="flask-admin",
    means="plugin",
    shown=part(FLASK, CATEGORY, "\n\n\n"),
)
def _(world):
    return recorded(world, FLASK, YES)


@history.probe(
    "sqlalchemy",
    word="starlette-admin",
    means="plugin",
    shown=part(STARLETTE, CATEGORY, "\n\n\n"),
)
def _(world):
    return recorded(world, STARLETTE, YES)


history.expect("sqlite", "django-idiomatic", can=YES)
history.expect("sqlite", "sqlalchemy-idiomatic-sqladmin", can=OTHER_MEANS)
history.expect("sqlite", "sqlalchemy-idiomatic-flask-admin", can=NO)
history.expect("sqlite", "sqlalchemy-idiomatic-starlette-admin", can=NO)

# Look, but do not change --------------------------------------------------------------

rights = Card(
    id="admin-permissions",
    criterion="admin-tooling",
    kind="capability",
    question="May somebody be let in to look, and not to change?",
    finding="Both can, as data that another administrator gives on a page: Django’s with"
    " users of its own, SQLAdmin’s by its groups, with the team’s table of users and its"
    " login.",
    method="A user with the right to look asks for the list of categories, then sends"
    " the form that renames one; the bare driver looks whether it was renamed.",
    limits=[
        "Flask-Admin and starlette-admin were not tried: both have methods to override"
        " on each view.",
        "Rights to single rows need code or a package on either side.",
    ],
    features=["admin"],
    on=["sqlite"],
)


def enforced(world: Any, name: str, by: str) -> Seen:
    found = asked(world, name)["limited"]
    page = found["page of grants"] == 200 and found["grants on it"]
    may = found["looking"] == 200 and not found["changed"] and page
    says = "may look, may not change" if may else "not kept apart"
    names = ("looking", "changing", "page of grants")
    facts = {f"{each}, HTTP status": found[each] for each in names}
    return Seen(can=by if may else NO, says=says, facts=facts)


@rights.probe(
    "django",
    note="Or with a tick on the user’s page in the admin.",
    shown="""
viewer = User.objects.create_user("viewer", password=password, is_staff=True)
may_look = Permission.objects.get(codename="view_category")
viewer.user_permissions.add(may_look)
""",
)
def _(world):
    return enforced(world, DJANGO, YES)


GRANTED = (
    part(GUARDED, "class Group(", "class AdminChange")
    + "\n\n"
    + part(GUARDED, "    looks =", "    with sessions.begin").replace("    ", "")
)


@rights.probe("sqlalchemy", word="sqladmin", means="plugin", shown=GRANTED)
def _(world):
    return enforced(world, GUARDED, YES)


rights.expect("sqlite", "django-idiomatic", can=YES)
rights.expect("sqlite", "sqlalchemy-idiomatic-sqladmin", can=YES)

# Composite keys -----------------------------------------------------------------------

composite = Card(
    id="admin-composite-key",
    criterion="admin-tooling",
    kind="capability",
    question="Can a model whose primary key is two columns be put into the admin?",
    finding="Django’s admin refuses to register it; SQLAdmin lists it and opens its"
    " form.",
    method="The stock of products in depots, whose key is the depot and the product, is"
    " registered; where that works, its list and one row’s form are asked for.",
    limits=["Flask-Admin and starlette-admin were not asked."],
    changed="Django has composite primary keys since 5.2, its admin not yet in 6.1",
    features=["admin", "composite-keys"],
    on=["sqlite"],
)
DJANGO_STOCK = "admin.site.register(StockLevel)"
SQLADMIN_STOCK = """
class StockLevelAdmin(ModelView, model=StockLevel):
    column_list = [StockLevel.depot_id, StockLevel.product_id, StockLevel.quantity]
    form_columns = [StockLevel.quantity]
"""


@composite.probe("django", shown=DJANGO_STOCK)
def _(world):
    from django.contrib.admin.sites import AdminSite
    from django.core.exceptions import ImproperlyConfigured

    from lab.shop.models import StockLevel

    try:
        AdminSite().register(StockLevel)
    except ImproperlyConfigured as error:
        proof = f"ImproperlyConfigured: {error}"
        return Seen(can=NO, says="refused at registration", proof=proof)
    return Seen(can=YES, says="registered")


@composite.probe("sqlalchemy", word="sqladmin", means="plugin", shown=SQLADMIN_STOCK)
def _(world):
    statuses = json.loads(world.run(["python", "-c", STOCK_PAGES], stock(world)).stdout)
    can = YES if set(statuses.values()) == {200} else NO
    says = "listed, and its form opens" if can == YES else "not all of it works"
    facts = {f"{page}, HTTP status": status for page, status in statuses.items()}
    return Seen(can=can, says=says, facts=facts)


def stock(world: Any) -> dict[str, str]:
    """What the process is told of the database."""
    return {"DATABASE_URL": world.sqlalchemy_url(), "PYTHONWARNINGS": "ignore"}


STOCK_PAGES = f"""
import json, os, re
from sqladmin import Admin, ModelView
from sqlalchemy import create_engine
from starlette.applications import Starlette
from starlette.testclient import TestClient
from lab.shop.mapped import StockLevel
{SQLADMIN_STOCK}
app = Starlette()
Admin(app, create_engine(os.environ["DATABASE_URL"])).add_view(StockLevelAdmin)
client = TestClient(app)
listed = client.get("/admin/stock-level/list")
form = re.search(r'/admin/stock-level/edit/[^"]+', listed.text)
opened = client.get(form[0]).status_code if form else 404
print(json.dumps({{"list": listed.status_code, "form": opened}}))
"""
composite.expect("sqlite", "django-idiomatic", can=NO)
composite.expect("sqlite", "sqlalchemy-idiomatic-sqladmin", can=YES)
