"""Ask one admin over HTTP, in a process of its own: `python -m lab.admins.ask ORDER`.

The forms are filled as a browser fills them: every field that the page holds is sent
back, with the one that was typed into changed. What became of it is read by the driver.
"""

from __future__ import annotations

import importlib
import json
import re
import sqlite3
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import httpx

SITE = "http://testserver"
#: The sought customer, by a word that the search box does not echo as the name.
SOUGHT, FOUND, OTHER = "c1700@example.test", "Customer 1700", "Customer 1701"
CATEGORY = 7
PAGES = {
    "django_admin": {
        "list": "/admin/shop/customer/",
        "search": "/admin/shop/customer/?q={}",
        "order": "/admin/shop/salesorder/3/change/",
        "edit": "/admin/shop/category/{}/change/",
        "create": "/admin/shop/category/add/",
        "categories": "/admin/shop/category/",
        "login": "/admin/login/",
        "grants": "/admin/auth/user/2/change/",
    },
    "sqladmin_plain": {
        "list": "/admin/customer/list",
        "search": "/admin/customer/list?search={}",
        "order": "/admin/sales-order/edit/3",
        "edit": "/admin/category/edit/{}",
        "create": "/admin/category/create",
        "categories": "/admin/category/list",
        "login": "/admin/login",
        "grants": "/admin/group/edit/1",
    },
    "flask_admin_plain": {
        "list": "/admin/customer/",
        "search": "/admin/customer/?search={}",
        "order": "/admin/salesorder/edit/?id=3",
        "edit": "/admin/category/edit/?id={}",
        "create": "/admin/category/new/",
        "categories": "/admin/category/",
    },
    "starlette_admin_plain": {
        "list": "/admin/customer/list",
        "search": "/admin/customer/list?q={}",
        "order": "/admin/sales-order/edit?pk=3",
        "edit": "/admin/category/edit?pk={}",
        "create": "/admin/category/create",
        "categories": "/admin/category/list",
    },
}
PAGES["sqladmin_guarded"] = PAGES["sqladmin_plain"]


class Form(HTMLParser):
    """The fields of the page's forms, as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "select":
            self.select = name
            # What the page’s script puts there once it runs.
            for value in json.loads(given.get("data-initial") or "[]")[:1]:
                self.fields[name] = value
        elif tag == "option" and "selected" in given and self.select:
            self.fields[self.select] = given.get("value") or ""
        elif (
            tag == "input" and name and given.get("type") not in ("submit", "checkbox")
        ):
            self.fields[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""


class Asker:
    """One browser without a memory of other visits."""

    def __init__(self, transport: Any, name: str, file: str) -> None:
        self.client = httpx.Client(transport=transport, base_url=SITE)
        self.pages = PAGES[name]
        self.file = file

    def get(self, page: str, *words: Any) -> httpx.Response:
        return self.client.get(self.pages[page].format(*words))

    def sent(self, page: str, *words: Any, token: bool = True, **typed: str) -> int:
        """Fill in a form and send it; without the token, as a foreign page would."""
        path = self.pages[page].format(*words)
        fields = Form(self.client.get(path).text).fields
        if not token:
            fields = {k: v for k, v in fields.items() if "csrf" not in k.lower()}
        data = fields | typed
        headers = {"Referer": SITE + path} if token else {}
        return self.client.post(path, data=data, headers=headers).status_code

    def log_in(self, user: str) -> None:
        self.sent("login", username=user, password="pw")

    def rows(self, query: str, *values: Any) -> list[Any]:
        connection = sqlite3.connect(self.file)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def made(self, name: str) -> int:
        (found,) = self.rows("SELECT count(*) FROM category WHERE name = ?", name)[0]
        return found

    def counts(self) -> dict[str, int]:
        """How many rows each table holds."""
        tables = self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: self.rows(f'SELECT count(*) FROM "{name}"')[0][0]
            for (name,) in tables
            if not name.startswith("sqlite_") and name != "django_session"
        }


def ask(new: Callable[[], Asker]) -> dict[str, Any]:
    """Everything the cards want to know of one admin."""
    found: dict[str, Any] = {"anonymous": new().get("list").status_code}
    asker = new()
    if asker.get("list").status_code != 200:
        asker.log_in("lab")
    page = asker.get("list")
    found["list"] = page.status_code
    page = asker.get("search", SOUGHT)
    hit = FOUND in page.text and OTHER not in page.text
    found["search"] = page.status_code
    found["search narrows"] = hit
    found["order form"] = asker.get("order").status_code
    found["order lines on the form"] = bool(
        re.search(r"unit_price_cents", asker.get("order").text)
    )
    parent = "SELECT parent_id FROM category WHERE id = ?"
    (before,) = asker.rows(parent, CATEGORY)
    counts = asker.counts()
    found["edit"] = asker.sent("edit", CATEGORY, name="Renamed")
    renamed = asker.rows("SELECT name, parent_id FROM category WHERE id = ?", CATEGORY)
    found["edited as typed"] = renamed == [("Renamed", *before)]
    after = asker.counts()
    found["written beside it"] = sorted(
        name for name in after if after[name] != counts.get(name)
    )
    found["create"] = asker.sent("create", name="Made", parent="1")
    found["row made"] = asker.made("Made") == 1
    found["create without token"] = asker.sent(
        "create", token=False, name="Foreign", parent="1"
    )
    found["row made without token"] = asker.made("Foreign") == 1
    return found


def limited(new: Callable[[], Asker]) -> dict[str, Any]:
    """What somebody may do who was given the right to look, and no other."""
    giver = new()
    giver.log_in("lab")
    grants = giver.get("grants")
    asker = new()
    asker.log_in("viewer")
    status = asker.sent("edit", CATEGORY, name="Not allowed")
    return {
        "looking": asker.get("categories").status_code,
        "changing": status,
        "changed": asker.made("Not allowed") == 1,
        "page of grants": grants.status_code,
        "grants on it": "permission" in grants.text,
    }


def django_transport(settings: dict[str, Any]) -> Any:
    """Django's admin as `startproject` wires it, on the shop's database."""
    from django.conf import settings as configured

    contrib = [f"django.contrib.{n}" for n in ("admin", "sessions", "messages")]
    contrib = [*settings["INSTALLED_APPS"], *contrib]
    middleware = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ]
    processors = [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]
    templates = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": processors},
    }
    configured.configure(
        **settings
        | {
            "INSTALLED_APPS": contrib,
            "MIDDLEWARE": middleware,
            "TEMPLATES": [templates],
            "ROOT_URLCONF": "lab.admins.urls",
            "ALLOWED_HOSTS": ["testserver"],
            "STATIC_URL": "/static/",
            # Slow on purpose outside of tests; the lab hashes two passwords.
            "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        }
    )
    import django

    django.setup()
    from django.contrib.auth.models import Permission, User
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    User.objects.create_superuser("lab", password="pw")
    viewer = User.objects.create_user("viewer", password="pw", is_staff=True)
    may_look = Permission.objects.get(codename="view_category")
    viewer.user_permissions.add(may_look)
    return httpx.WSGITransport(app=get_wsgi_application())


def main(order: dict[str, Any]) -> None:
    name, url = order["name"], order["url"]
    if name == "django_admin":
        transport = django_transport(order["settings"])
    else:
        from sqlalchemy import create_engine

        app = importlib.import_module(f"lab.admins.{name}").make(create_engine(url))
        if name == "flask_admin_plain":
            transport = httpx.WSGITransport(app=app)
        else:
            from starlette.testclient import TestClient

            transport = TestClient(app)._transport
    file = url.removeprefix("sqlite:///")

    def new() -> Asker:
        return Asker(transport, name, file)

    found = ask(new)
    if name in ("django_admin", "sqladmin_guarded"):
        found["limited"] = limited(new)
    print(json.dumps(found))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
