"""From one table to pages that people can work with."""

from __future__ import annotations

from typing import Any

from lab import code
from lab.card import NO, YES, Card, Seen
from lab.cards.framework_neutrality import closure

pages = Card(
    id="pages-for-one-table",
    criterion="delivery-speed",
    also=["conventions", "admin-tooling"],
    kind="cost",
    question="What does it take to list, make and change the rows of one table on pages"
    " with validation?",
    finding="Django’s generic views and model forms take 33 lines against 60, as the"
    " rules of the model become the rules of the form; with Flask, WTForms and SQLAlchemy"
    " the form, its rules and the handling of a taken code are written out.",
    method="Both answer the same nine requests: list, empty form, a row that is right,"
    " one whose code is taken, one too long, one without a name, a change, a missing row,"
    " and a form without its token. The rows are then read by the bare driver.",
    limits=[
        "Pages made on the server; behind a JSON interface much of the difference goes.",
        "What startproject writes into settings.py is not counted, nor are the models.",
        "Packages that derive forms from SQLAlchemy’s models were not used.",
        "Django looks for a taken code before it writes: two at once end in an"
        " IntegrityError, which the other side handles.",
        "Flask-WTF would save the four lines about the token; it was not used.",
        "Lines are what one types, not the weeks until a feature is in use.",
    ],
    on=["sqlite"],
    frameworks=["django", "other"],
    suggests=[
        ("left", 8, 10, "Form, rules and pages follow from the model."),
        ("right", 5, 7, "Form, rules and pages are written out."),
    ],
)

DJANGO_FILES = {
    "views.py": """
from django.urls import reverse_lazy
from django.views.generic import CreateView, ListView, UpdateView

from shop.models import Depot


class DepotList(ListView):
    model = Depot
    ordering = "code"


class DepotCreate(CreateView):
    model = Depot
    fields = ["code", "name", "region"]
    success_url = reverse_lazy("depots")


class DepotUpdate(UpdateView):
    model = Depot
    fields = ["code", "name", "region"]
    success_url = reverse_lazy("depots")
""",
    "urls.py": """
from django.urls import path

from views import DepotCreate, DepotList, DepotUpdate

urlpatterns = [
    path("depots/", DepotList.as_view(), name="depots"),
    path("depots/new/", DepotCreate.as_view(), name="new-depot"),
    path("depots/<int:pk>/", DepotUpdate.as_view(), name="depot"),
]
""",
    "templates/shop/depot_list.html": """
<h1>Depots</h1>
<ul>
  {% for depot in object_list %}
  <li><a href="{% url 'depot' depot.pk %}">{{ depot.code }} {{ depot.name }}</a></li>
  {% endfor %}
</ul>
<a href="{% url 'new-depot' %}">New</a>
""",
    "templates/shop/depot_form.html": """
<form method="post">
  {% csrf_token %}
  {{ form.as_p }}
  <button>Save</button>
</form>
""",
}
SQLALCHEMY_FILES = {
    "app.py": """
import os

from flask import Flask, abort, redirect, render_template, request, url_for
from flask import session as cookie
from sqlalchemy import create_engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import sessionmaker
from wtforms import Form, StringField
from wtforms.csrf.session import SessionCSRF
from wtforms.validators import InputRequired, Length

from shop.mapped import Depot

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
Session = sessionmaker(create_engine(os.environ["DATABASE_URL"]))


class DepotForm(Form):
    class Meta:
        csrf = True
        csrf_class = SessionCSRF
        csrf_secret = app.secret_key.encode()
        csrf_context = cookie

    code = StringField(validators=[InputRequired(), Length(max=8)])
    name = StringField(validators=[InputRequired(), Length(max=80)])
    region = StringField(validators=[InputRequired(), Length(max=20)])


def edit(db, depot):
    form = DepotForm(request.form, obj=depot)
    if request.method == "POST" and form.validate():
        form.populate_obj(depot)
        db.add(depot)
        try:
            db.commit()
            return redirect(url_for("depots"))
        except IntegrityError:
            db.rollback()
            form.code.errors = ["A depot with this code exists already."]
    return render_template("depot_form.html", form=form)


@app.get("/depots/")
def depots():
    with Session() as db:
        found = db.scalars(select(Depot).order_by(Depot.code)).all()
        return render_template("depot_list.html", depots=found)


@app.route("/depots/new/", methods=["GET", "POST"])
def new_depot():
    with Session() as db:
        return edit(db, Depot())


@app.route("/depots/<int:key>/", methods=["GET", "POST"])
def depot(key):
    with Session() as db:
        return edit(db, db.get(Depot, key) or abort(404))
""",
    "templates/depot_list.html": """
<h1>Depots</h1>
<ul>
  {% for depot in depots %}
  <li><a href="{{ url_for('depot', key=depot.id) }}">{{ depot.code }} {{ depot.name }}</a></li>
  {% endfor %}
</ul>
<a href="{{ url_for('new_depot') }}">New</a>
""",
    "templates/depot_form.html": """
<form method="post">
  {% for field in form %}
  <p>{{ field.label }} {{ field }} {{ field.errors | join(" ") }}</p>
  {% endfor %}
  <button>Save</button>
</form>
""",
}
DJANGO_CLIENT = """
import django

django.setup()
from django.test import Client

client = Client(enforce_csrf_checks=True)
text = lambda answer: answer.content.decode()
"""
SQLALCHEMY_CLIENT = """
from app import app

client = app.test_client()
text = lambda answer: answer.text
"""
REQUESTS = """
import re

seen = []


def get(path):
    answer = client.get(path)
    seen.append(answer.status_code)
    return text(answer)


def post(path, code, name, token=True):
    values = {"code": code, "name": name, "region": "north"}
    if token:
        field = re.search(r'<input[^>]*name="(csrf\\w+)"[^>]*>', text(client.get(path)))
        values[field[1]] = re.search(r'value="([^"]+)"', field[0])[1]
    seen.append(client.post(path, data=values).status_code)


get("/depots/")
get("/depots/new/")
post("/depots/new/", "ZZ", "New")
post("/depots/new/", "D001", "Taken")
post("/depots/new/", "ZZ-TOO-LONG", "Long")
post("/depots/new/", "ZY", "")
post("/depots/3/", "D003", "Moved")
get("/depots/999/")
post("/depots/new/", "ZX", "Forged", token=False)
print(*seen)
"""
RIGHT = "200 200 302 200 200 200 302 404"
ROWS = """
SELECT code, name FROM depot
WHERE name IN ('New', 'Taken', 'Long', '', 'Moved', 'Forged') ORDER BY code
"""


def shown(files: dict[str, str]) -> str:
    """All files as they are read, one after another."""
    texts = [f"# {name}\n{formatted(name, text)}" for name, text in files.items()]
    return "\n\n".join(texts)


def formatted(name: str, text: str) -> str:
    return code.formatted(text.strip("\n")) if name.endswith(".py") else text.strip()


def worked(world: Any, files: dict[str, str], client: str, env: dict[str, str]) -> Seen:
    """Write the files, ask the nine requests in a process, read the rows."""
    for name, text in files.items():
        place = world.scratch / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text.replace("from shop.", "from lab.shop."))
    done = world.run(["python", "-c", client + REQUESTS], env)
    if done.returncode:
        return Seen(can=NO, says="fails", proof=done.stderr.strip().splitlines()[-1])
    *answers, forged = done.stdout.split()
    rows = [tuple(row) for row in world.cursor().execute(ROWS).fetchall()]
    right = " ".join(answers) == RIGHT and rows == [("D003", "Moved"), ("ZZ", "New")]
    facts = {
        "statuses": " ".join(answers),
        "status without a token": forged,
        "rows made or changed": len(rows),
        "files": len(files),
        "lines of Python": sum(lines(files, ".py")),
        "lines of templates": sum(lines(files, ".html")),
    }
    said = "all pages work, and every wrong row is refused"
    return Seen(can=YES if right else NO, says=said if right else "wrong", facts=facts)


def lines(files: dict[str, str], ending: str) -> list[int]:
    return [
        len([line for line in formatted(name, text).splitlines() if line.strip()])
        for name, text in files.items()
        if name.endswith(ending)
    ]


@pages.probe("django", shown=shown(DJANGO_FILES))
def _(world):
    settings = world.django_settings() | {
        "ROOT_URLCONF": "urls",
        "ALLOWED_HOSTS": ["testserver"],
        "MIDDLEWARE": ["django.middleware.csrf.CsrfViewMiddleware"],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [str(world.scratch / "templates")],
            }
        ],
    }
    text = "\n".join(f"{name} = {value!r}" for name, value in settings.items())
    (world.scratch / "settings.py").write_text(text)
    env = {"DJANGO_SETTINGS_MODULE": "settings"}
    seen = worked(world, DJANGO_FILES, DJANGO_CLIENT, env)
    return with_packages(seen, "django")


@pages.probe(
    "sqlalchemy", note="With Flask and WTForms.", shown=shown(SQLALCHEMY_FILES)
)
def _(world):
    env = {"DATABASE_URL": world.sqlalchemy_url(), "SECRET_KEY": "lab"}
    seen = worked(world, SQLALCHEMY_FILES, SQLALCHEMY_CLIENT, env)
    return with_packages(seen, "sqlalchemy", "flask", "wtforms")


def with_packages(seen: Seen, *names: str) -> Seen:
    """Add how many packages are installed for it."""
    facts = seen.facts | {"packages": len(closure(*names))}
    return Seen(can=seen.can, says=seen.says, proof=seen.proof, facts=facts)


HELD = {"statuses": RIGHT, "rows made or changed": 2}
pages.expect("sqlite", "django-idiomatic", can=YES, lines=33, facts=HELD)
pages.expect("sqlite", "sqlalchemy-idiomatic", can=YES, lines=60, facts=HELD)
