"""Living with the code for years: what is found before it runs, and what was declared."""

from __future__ import annotations

import inspect
import re
import textwrap
from typing import Any

from lab import code
from lab.card import Card, LabError, Seen
from lab.clean import LAB
from lab.shop import mapped, models

# Mistakes that a type checker finds ---------------------------------------------------

MISTAKES = [
    (
        "a column misspelt in a filter",
        "SalesOrder.objects.filter(statsu='paid').count()",
        "session.scalars(select(SalesOrder).where(SalesOrder.statsu == 'paid')).all()",
    ),
    (
        "a column misspelt on an object",
        "print(SalesOrder.objects.get(pk=1).totl_cents)",
        "print(session.get_one(SalesOrder, 1).totl_cents)",
    ),
    (
        "an attribute assigned that is no column",
        "order = SalesOrder.objects.get(pk=1)\norder.statsu = 'paid'",
        "order = session.get_one(SalesOrder, 1)\norder.statsu = 'paid'",
    ),
    (
        "text assigned to a number",
        "order = SalesOrder.objects.get(pk=1)\norder.total_cents = 'many'",
        "order = session.get_one(SalesOrder, 1)\norder.total_cents = 'many'",
    ),
    (
        "None assigned to a required column",
        "order = SalesOrder.objects.get(pk=1)\norder.status = None",
        "order = session.get_one(SalesOrder, 1)\norder.status = None",
    ),
    (
        "an optional relation used without asking",
        "print(Category.objects.get(pk=1).parent.name)",
        "print(session.get_one(Category, 1).parent.name)",
    ),
    (
        "a keyword misspelt when an object is made",
        "Depot(cod='X', name='n', region='r')",
        "Depot(cod='X', name='n', region='r')",
    ),
    (
        "a number compared with text",
        "SalesOrder.objects.filter(total_cents='many').count()",
        "session.scalars(select(SalesOrder).where(SalesOrder.total_cents == 'many'))",
    ),
    (
        "a first row used that may be missing",
        "print(Depot.objects.filter(pk=-1).first().name)",
        "print(session.scalars(select(Depot).where(Depot.id == -1)).first().name)",
    ),
    (
        "a column misspelt across a join",
        "SalesOrder.objects.filter(customer__nam='x').count()",
        "session.scalars(\n    select(SalesOrder)\n    .join(SalesOrder.customer)"
        "\n    .where(Customer.nam == 'x')\n).all()",
    ),
]
NAMES = "Category, Customer, Depot, SalesOrder"
DJANGO_HEAD = f"from lab.shop.models import {NAMES}"
SQLALCHEMY_HEAD = (
    "from sqlalchemy import select\nfrom sqlalchemy.orm import Session\n"
    f"from lab.shop.mapped import {NAMES}"
)
ERROR = re.compile(r"^mistakes\.py:(\d+): error: (.*)$", re.M)

mistakes = Card(
    id="mistakes-a-type-checker-finds",
    criterion="ageing",
    also=["testing-setup"],
    kind="default",
    question="Ten usual mistakes are made. How many does a strict type checker find"
    " before anything runs?",
    finding="Of ten, mypy finds 8 with SQLAlchemy, which needs no plug-in, and 7 with"
    " Django and the plug-in of django-stubs; without the plug-in it finds 3.",
    method="The same ten mistakes are written for both, each in a function of its own,"
    " and given to mypy --strict. A mistake counts as found when an error is told on its"
    " lines.",
    limits=[
        "We chose the ten; another ten would give other numbers.",
        "SQLAlchemy’s MappedAsDataclass lets a checker see misspelt keywords too; it is"
        " an option and was not used.",
        "One type checker: pyright and editors know no plug-in of mypy’s.",
    ],
    on=["sqlite"],
)


def written(part: int) -> str:
    """The ten as a reader is shown them."""
    return "\n".join(f"# {mistake[0]}\n{mistake[part]}\n" for mistake in MISTAKES)


def checked(world: Any, part: int, head: str, argument: str, config: str) -> Seen:
    """Write the ten into one module and have mypy read it."""
    lines = head.splitlines()
    where: dict[int, str] = {}
    for number, mistake in enumerate(MISTAKES):
        lines += ["", "", f"def mistake_{number}({argument}) -> None:"]
        for line in mistake[part].splitlines():
            lines.append(f"    {line}")
            where[len(lines)] = mistake[0]
    (world.scratch / "mistakes.py").write_text("\n".join(lines) + "\n")
    (world.scratch / "mypy.ini").write_text(config)
    command = ["python", "-m", "mypy", "--config-file", "mypy.ini", "mistakes.py"]
    env = {"DJANGO_SETTINGS_MODULE": "settings", "MYPYPATH": str(LAB)}
    done = world.run(command, env)
    elsewhere = [told for n, told in ERROR.findall(done.stdout) if int(n) not in where]
    if done.returncode not in (0, 1) or elsewhere:
        raise LabError(f"mypy did not get to the ten: {done.stdout}{done.stderr}")
    found: dict[str, str] = {}
    for number, told in ERROR.findall(done.stdout):
        name = where.get(int(number))
        if name is not None:
            found.setdefault(name, told)
    missed = [mistake[0] for mistake in MISTAKES if mistake[0] not in found]
    proof = "\n".join(f"{name}: {told}" for name, told in found.items())
    facts = {"found": len(found), "missed": "; ".join(missed) or "none"}
    said = f"{len(found)} of {len(MISTAKES)} found before running"
    return Seen(says=said, proof=proof, facts=facts)


# What is looked at is the ten mistakes, not the modules they import.
STRICT = """
[mypy]
strict = True
cache_dir = /dev/null
follow_imports = silent
warn_unused_ignores = False
"""
PLUGIN = """
plugins = mypy_django_plugin.main

[mypy.plugins.django-stubs]
django_settings_module = settings
"""


def settings_file(world: Any) -> None:
    text = "\n".join(f"{k} = {v!r}" for k, v in world.django_settings().items())
    (world.scratch / "settings.py").write_text(text)


@mistakes.probe(
    "django",
    means="plugin",
    note="mypy with the plug-in of django-stubs.",
    shown=written(1),
)
def _(world):
    settings_file(world)
    return checked(world, 1, DJANGO_HEAD, "", STRICT + PLUGIN.lstrip("\n"))


@mistakes.probe(
    "django",
    "naive",
    note="django-stubs is installed, its plug-in is not switched on.",
    shown=written(1),
)
def _(world):
    return checked(world, 1, DJANGO_HEAD, "", STRICT)


@mistakes.probe("sqlalchemy", shown=written(2))
def _(world):
    return checked(world, 2, SQLALCHEMY_HEAD, "session: Session", STRICT)


mistakes.expect("sqlite", "django-idiomatic", facts={"found": 7})
mistakes.expect("sqlite", "django-naive", facts={"found": 3})
mistakes.expect("sqlite", "sqlalchemy-idiomatic", facts={"found": 8})


# What is declared, and what the database gets -----------------------------------------

declared = Card(
    id="tables-declared",
    criterion="ageing",
    also=["conventions"],
    kind="cost",
    question="Twelve tables are declared. How much is there to read, and what does the"
    " database get?",
    finding="Django’s models are the shorter; both declare every table, but only"
    " SQLAlchemy’s make the foreign key over two columns.",
    method="The two modules that all other cards use are counted without imports and"
    " comments, and each tool is asked for the statements that make its tables.",
    limits=[
        "SQLAlchemy’s are fully typed and name relations on both sides; a terser style"
        " exists.",
        "Lines measure writing, not reading.",
        "Django’s count of a depot’s stock refers to depot and product by a key each; the"
        " lab’s two short helpers are not counted.",
    ],
)


def classes(module: Any) -> str:
    """A module of models without its head."""
    source = inspect.getsource(module)
    return source[re.search(r"^class ", source, re.M).start() :]


def counted(module: Any, statements: list[str]) -> Seen:
    """The size of the module, and what its statements hold."""
    text = "\n".join(statements)
    size = code.count(classes(module))
    facts = {
        "lines": size.lines,
        "tables": len(re.findall(r"CREATE TABLE", text)),
        "indexes": len(re.findall(r"CREATE (?:UNIQUE )?INDEX", text)),
        "foreign keys": len(re.findall(r"\bREFERENCES\b", text)),
        "foreign keys of two columns": len(re.findall(TWO_COLUMNS, text)),
        "CHECK constraints": len(re.findall(r"\bCHECK\b", text)),
    }
    said = f"{size.lines} lines; {facts['foreign keys']} foreign keys, of which"
    said += f" {facts['foreign keys of two columns']} of two columns"
    stock = next(each for each in statements if "stock_count" in each)
    return Seen(says=said, proof=textwrap.shorten(stock, 700), facts=facts)


TWO_COLUMNS = r"FOREIGN KEY\s*\([^,()]+,[^()]+\)\s*REFERENCES"


@declared.probe("django", shown=classes(models))
def _(world):
    from django.apps import apps
    from django.db import connection

    with connection.schema_editor(collect_sql=True) as editor:
        for model in apps.get_app_config("shop").get_models():
            editor.create_model(model)
    return counted(models, [s for s in editor.collected_sql if not s.startswith("--")])


@declared.probe("sqlalchemy", shown=classes(mapped))
def _(world):
    from sqlalchemy.schema import CreateIndex, CreateTable

    statements = []
    for table in mapped.Base.metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(world.engine)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements += [
            str(CreateIndex(index).compile(world.engine)) for index in indexes
        ]
    return counted(mapped, statements)


for name, lines, compound in (
    ("django-idiomatic", 99, 0),
    ("sqlalchemy-idiomatic", 120, 1),
):
    has = {"tables": 12, "foreign keys of two columns": compound}
    declared.expect(None, name, lines=lines, facts=has)
