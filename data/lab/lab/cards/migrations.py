"""Changing a table that holds rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lab.card import NO, YES, Card, Seen
from lab.projects import (
    BATCH,
    DJANGO_ITEM,
    SQLALCHEMY_ITEM,
    AlembicProject,
    DjangoProject,
    Outcome,
    functions,
    lines_of,
    reason,
    said,
)

QUANTITIES, NOTES, NAMES = [5, 7], ["keep", "me"], ["bolt", "nut"]
ONE_TABLE = "One small table on an otherwise empty database: no locks, no long rewrite."
REVIEWED = "PostgreSQL needs the inner line only; the batch is for SQLite."


def yes_no(true: bool) -> str:
    return "yes" if true else "no"


def told(outcome: Outcome, kept: bool, by_hand: str = "") -> Seen:
    """An outcome as the cards about one change show it."""
    facts = {"data kept": yes_no(kept), "asked": yes_no(outcome.asked)}
    if by_hand:
        facts["lines by hand"] = lines_of(by_hand)
    return Seen(says=outcome.says(kept), proof=outcome.proof(), facts=facts)


# A data migration ---------------------------------------------------------------------

data = Card(
    id="migrate-data",
    criterion="migrations",
    kind="capability",
    question="Can a migration change data with code, and be undone?",
    finding="Both run code in a migration and undo it: Django hands it the models as"
    " they were then, Alembic a connection with which to write plain statements.",
    method="A migration turns every note into capitals; it is applied, then undone, and"
    " the rows are read after each.",
    limits=[
        "Two rows; a change to millions wants batches on either side.",
        ONE_TABLE,
    ],
)
DJANGO_DATA = """
from django.db import migrations
from django.db.models.functions import Lower, Upper


def capitals(apps, schema_editor):
    Item = apps.get_model("inv", "Item")
    Item.objects.update(note=Upper("note"))


def small(apps, schema_editor):
    Item = apps.get_model("inv", "Item")
    Item.objects.update(note=Lower("note"))


class Migration(migrations.Migration):
    dependencies = [("inv", "0001_first")]
    operations = [migrations.RunPython(capitals, small)]
"""
ALEMBIC_DATA = """
item = sa.table("inv_item", sa.column("note"))


def upgrade():
    op.execute(item.update().values(note=sa.func.upper(item.c.note)))


def downgrade():
    op.execute(item.update().values(note=sa.func.lower(item.c.note)))
"""


def there_and_back(project: Any, forth: list[str], back: list[str]) -> Seen:
    first = project.run(*forth)
    done = notes(project) if first.returncode == 0 else None
    second = project.run(*back)
    undone = notes(project) if second.returncode == 0 else None
    if (done, undone) == ([note.upper() for note in NOTES], NOTES):
        return Seen(can=YES, says="applied and undone")
    error = reason(first if first.returncode else second)
    said_so = "applied, not undone" if done else "not applied"
    return Seen(can=NO, says=said_so, proof=error)


def notes(project: Any) -> list[Any]:
    return [row["note"] for row in project.tables()["inv_item"]]


@data.probe("django", shown=DJANGO_DATA)
def _(world):
    project = DjangoProject(world)
    (project.versions / "0002_capitals.py").write_text(DJANGO_DATA)
    return there_and_back(
        project, ["django", "migrate"], ["django", "migrate", "inv", "0001"]
    )


@data.probe("sqlalchemy", shown=ALEMBIC_DATA)
def _(world):
    project = AlembicProject(world)
    project.must("alembic", "revision", "-m", "capitals")
    (path,) = project.versions.glob("*_capitals.py")
    source = path.read_text()
    path.write_text(source[: source.index("def upgrade()")] + ALEMBIC_DATA)
    return there_and_back(
        project, ["alembic", "upgrade", "head"], ["alembic", "downgrade", "-1"]
    )


data.expect(None, "django-idiomatic", can=YES)
data.expect(None, "sqlalchemy-idiomatic", can=YES)

# Undo ---------------------------------------------------------------------------------

undo = Card(
    id="undo-migrations",
    criterion="migrations",
    kind="capability",
    question="A column was added by a generated migration. Can it be undone, and the"
    " table with it?",
    finding="Both undo what they generated, step by step down to an empty database.",
    method="A nullable column is added by a generated migration; one command undoes"
    " everything; the lab looks for what is left.",
    limits=[
        "What a column held is gone with it, on either side.",
        "A migration written by hand is undone only if its way back was written too.",
    ],
)
DJANGO_MORE = DJANGO_ITEM + "    unit = models.CharField(max_length=10, null=True)\n"
SQLALCHEMY_MORE = SQLALCHEMY_ITEM + (
    "    unit: Mapped[str | None] = mapped_column(String(10))\n"
)


def undone(project: Any, outcome: Outcome, *command: str) -> Seen:
    back = project.run(*command)
    left = list(project.tables())
    if outcome.applied and back.returncode == 0 and not left:
        return Seen(can=YES, says="nothing is left", proof=outcome.generated)
    return Seen(can=NO, says="something is left", proof=reason(back))


@undo.probe("django", shown="python manage.py migrate inv zero")
def _(world):
    project = DjangoProject(world)
    outcome = project.change(DJANGO_MORE)
    return undone(project, outcome, "django", "migrate", "inv", "zero")


@undo.probe("sqlalchemy", shown="alembic downgrade base")
def _(world):
    project = AlembicProject(world)
    outcome = project.change(SQLALCHEMY_MORE)
    return undone(project, outcome, "alembic", "downgrade", "base")


undo.expect(None, "django-idiomatic", can=YES)
undo.expect(None, "sqlalchemy-idiomatic", can=YES)

# Rename a column that may not be empty ------------------------------------------------

ATTENDED = "Somebody sits at the keyboard and answers “y”."
UNATTENDED = "makemigrations --noinput, as a script would call it."

required = Card(
    id="rename-required-column",
    criterion="migrations",
    kind="default",
    question="A NOT NULL column gets another name in the model. What does the generated"
    " migration do to the rows?",
    finding="Django asks whether it was renamed and keeps the data, and unattended it"
    " refuses; Alembic writes one column more and one less, which fails on a table with"
    " rows until somebody writes the rename by hand.",
    method="A table with two rows; the model’s field gets another name; the migration"
    " is generated and applied; the rows are read.",
    limits=[
        ONE_TABLE,
        "That Alembic does not see renames is documented: a revision is meant to be"
        " reviewed before it is applied.",
    ],
)
DJANGO_RENAMED = DJANGO_ITEM.replace("qty", "quantity")
SQLALCHEMY_RENAMED = SQLALCHEMY_ITEM.replace("qty", "quantity")
RENAME = """
with op.batch_alter_table("inv_item") as batch:
    batch.alter_column("{}", new_column_name="{}")
"""
RENAME_QTY = functions(
    RENAME.format("qty", "quantity"), RENAME.format("quantity", "qty")
)


@required.probe("django", note=ATTENDED, shown=DJANGO_RENAMED)
def _(world):
    outcome = DjangoProject(world).change(DJANGO_RENAMED, "y\n")
    return told(outcome, outcome.kept("quantity", QUANTITIES))


@required.probe("django", word="unattended", note=UNATTENDED, shown=DJANGO_RENAMED)
def _(world):
    outcome = DjangoProject(world).change(DJANGO_RENAMED, "", "--noinput")
    return told(outcome, outcome.kept("quantity", QUANTITIES))


@required.probe("sqlalchemy", "naive", "as-generated", shown=SQLALCHEMY_RENAMED)
def _(world):
    outcome = AlembicProject(world).change(SQLALCHEMY_RENAMED)
    return told(outcome, outcome.kept("quantity", QUANTITIES))


@required.probe("sqlalchemy", word="reviewed", note=REVIEWED, shown=RENAME_QTY)
def _(world):
    outcome = AlembicProject(world).change(SQLALCHEMY_RENAMED, RENAME_QTY)
    return told(outcome, outcome.kept("quantity", QUANTITIES), RENAME_QTY)


REFUSES = "refuses to write a migration"
FAILS = "writes a migration that fails on a table with rows"
REFUSED = "writes a migration that SQLite refuses"
GONE = "applies, and the data is gone without a word"
ASKS = "asks, and the data is kept"
KEPT = "the data is kept"
required.expect(None, "django-idiomatic", says=ASKS)
required.expect(None, "django-idiomatic-unattended", says=REFUSES)
required.expect(None, "sqlalchemy-naive-as-generated", says=FAILS)
required.expect(None, "sqlalchemy-idiomatic-reviewed", says=KEPT)

# Rename a column that may be empty ----------------------------------------------------

nullable = Card(
    id="rename-nullable-column",
    criterion="migrations",
    also=["transaction-safety"],
    kind="default",
    question="A column that may be NULL gets another name in the model. Is its data"
    " still there afterwards?",
    finding="Attended, Django asks and keeps the data. Unattended, Django loses it"
    " without a word, and so does Alembic’s revision when nobody reviews it.",
    method="As for the NOT NULL column, with the nullable one.",
    limits=[
        ONE_TABLE,
        "A team that reviews its migrations sees the dropped column on either side.",
    ],
    suggests=[("left", 6, 9, "It asks before it drops, as long as somebody is there.")],
)
DJANGO_REMARK = DJANGO_ITEM.replace("note", "remark")
SQLALCHEMY_REMARK = SQLALCHEMY_ITEM.replace("note", "remark")
RENAME_NOTE = functions(
    RENAME.format("note", "remark"), RENAME.format("remark", "note")
)


@nullable.probe("django", note=ATTENDED, shown=DJANGO_REMARK)
def _(world):
    outcome = DjangoProject(world).change(DJANGO_REMARK, "y\n")
    return told(outcome, outcome.kept("remark", NOTES))


@nullable.probe("django", word="unattended", note=UNATTENDED, shown=DJANGO_REMARK)
def _(world):
    outcome = DjangoProject(world).change(DJANGO_REMARK, "", "--noinput")
    return told(outcome, outcome.kept("remark", NOTES))


@nullable.probe("sqlalchemy", "naive", "as-generated", shown=SQLALCHEMY_REMARK)
def _(world):
    outcome = AlembicProject(world).change(SQLALCHEMY_REMARK)
    return told(outcome, outcome.kept("remark", NOTES))


@nullable.probe("sqlalchemy", word="reviewed", note=REVIEWED, shown=RENAME_NOTE)
def _(world):
    outcome = AlembicProject(world).change(SQLALCHEMY_REMARK, RENAME_NOTE)
    return told(outcome, outcome.kept("remark", NOTES), RENAME_NOTE)


nullable.expect(None, "django-idiomatic", says=ASKS)
nullable.expect(None, "django-idiomatic-unattended", says=GONE)
nullable.expect(None, "sqlalchemy-naive-as-generated", says=GONE)
nullable.expect(None, "sqlalchemy-idiomatic-reviewed", says=KEPT)

# Add a required column ----------------------------------------------------------------

added = Card(
    id="add-required-column",
    criterion="migrations",
    kind="default",
    question="A NOT NULL column without a default joins a table that holds rows. What"
    " becomes of the generated migration?",
    finding="Django asks for a value for the rows that are there, and unattended it"
    " refuses; Alembic’s revision fails on the first row until a server_default is"
    " written by hand.",
    method="A text column without a default is added to the model; the migration is"
    " generated and applied; the rows are read.",
    limits=[ONE_TABLE],
)
DJANGO_UNIT = DJANGO_ITEM + "    unit = models.CharField(max_length=10)\n"
SQLALCHEMY_UNIT = (
    SQLALCHEMY_ITEM + "    unit: Mapped[str] = mapped_column(String(10))\n"
)
ADD_UNIT = functions(
    """
unit = sa.Column("unit", sa.String(10), nullable=False, server_default="pcs")
op.add_column("inv_item", unit)
""",
    """
with op.batch_alter_table("inv_item") as batch:
    batch.drop_column("unit")
""",
)
PIECES = ["pcs", "pcs"]


@added.probe("django", note="“1” and “'pcs'” are typed.", shown=DJANGO_UNIT)
def _(world):
    outcome = DjangoProject(world).change(DJANGO_UNIT, "1\n'pcs'\n")
    return told(outcome, outcome.kept("unit", PIECES))


@added.probe("django", word="unattended", note=UNATTENDED, shown=DJANGO_UNIT)
def _(world):
    outcome = DjangoProject(world).change(DJANGO_UNIT, "", "--noinput")
    return told(outcome, outcome.kept("unit", PIECES))


@added.probe("sqlalchemy", "naive", "as-generated", shown=SQLALCHEMY_UNIT)
def _(world):
    outcome = AlembicProject(world).change(SQLALCHEMY_UNIT)
    return told(outcome, outcome.kept("unit", PIECES))


@added.probe("sqlalchemy", word="reviewed", note=REVIEWED, shown=ADD_UNIT)
def _(world):
    outcome = AlembicProject(world).change(SQLALCHEMY_UNIT, ADD_UNIT)
    return told(outcome, outcome.kept("unit", PIECES), ADD_UNIT)


added.expect(None, "django-idiomatic", says=ASKS)
added.expect(None, "django-idiomatic-unattended", says=REFUSES)
added.expect(None, "sqlalchemy-naive-as-generated", says=FAILS)
added.expect(None, "sqlalchemy-idiomatic-reviewed", says=KEPT)

# Rename a table -----------------------------------------------------------------------

table = Card(
    id="rename-table",
    criterion="migrations",
    also=["transaction-safety"],
    kind="default",
    question="The model gets another name, and its table with it. Are the rows still"
    " there afterwards?",
    finding="Attended, Django asks and keeps them. Unattended, Django drops the table"
    " with its rows, and so does Alembic’s revision unless the rename is written by"
    " hand.",
    method="The model’s class and table get another name; the migration is generated and"
    " applied; every table of the application is read.",
    limits=[
        ONE_TABLE,
        "A table with a named index fails in Alembic’s revision instead, because the"
        " name is taken; that was not asked here.",
        "Django’s table name follows the class; in SQLAlchemy it is written, and need"
        " not change with the class.",
    ],
)
DJANGO_STOCK = DJANGO_ITEM.replace("Item", "StockItem")
SQLALCHEMY_STOCK = SQLALCHEMY_ITEM.replace("Item", "StockItem").replace(
    "inv_item", "inv_stockitem"
)
RENAME_TABLE = functions(
    'op.rename_table("inv_item", "inv_stockitem")',
    'op.rename_table("inv_stockitem", "inv_item")',
)


@table.probe("django", note=ATTENDED, shown=DJANGO_STOCK)
def _(world):
    outcome = DjangoProject(world).change(DJANGO_STOCK, "y\n")
    return told(outcome, outcome.kept("name", NAMES))


@table.probe("django", word="unattended", note=UNATTENDED, shown=DJANGO_STOCK)
def _(world):
    outcome = DjangoProject(world).change(DJANGO_STOCK, "", "--noinput")
    return told(outcome, outcome.kept("name", NAMES))


@table.probe("sqlalchemy", "naive", "as-generated", shown=SQLALCHEMY_STOCK)
def _(world):
    outcome = AlembicProject(world).change(SQLALCHEMY_STOCK)
    return told(outcome, outcome.kept("name", NAMES))


@table.probe("sqlalchemy", word="reviewed", shown=RENAME_TABLE)
def _(world):
    outcome = AlembicProject(world).change(SQLALCHEMY_STOCK, RENAME_TABLE)
    return told(outcome, outcome.kept("name", NAMES), RENAME_TABLE)


table.expect(None, "django-idiomatic", says=ASKS)
table.expect(None, "django-idiomatic-unattended", says=GONE)
table.expect(None, "sqlalchemy-naive-as-generated", says=GONE)
table.expect(None, "sqlalchemy-idiomatic-reviewed", says=KEPT)

# Plain changes ------------------------------------------------------------------------

plain = Card(
    id="widen-and-index",
    criterion="migrations",
    kind="default",
    question="A column becomes wider and an index is added. Is the generated migration"
    " right as it is?",
    finding="Yes on both sides: it applies as generated, and the data stays.",
    method="The name grows from 80 to 200 characters and an index is added; the"
    " migration is generated and applied; the database is asked for both.",
    limits=[ONE_TABLE, "On SQLite Alembic’s environment has batch mode on."],
)
DJANGO_WIDER = (
    DJANGO_ITEM.replace("80", "200")
    + """
    class Meta:
        indexes = [models.Index(fields=["name", "qty"], name="name_qty_idx")]
"""
)
SQLALCHEMY_WIDER = SQLALCHEMY_ITEM.replace("String(80)", "String(200)").replace(
    '"inv_item"\n',
    '"inv_item"\n    __table_args__ = (Index("name_qty_idx", "name", "qty"),)\n',
)


def widened(project: Any, outcome: Outcome) -> Seen:
    from sqlalchemy import inspect

    looking = inspect(project.engine)
    widths = {c["name"]: c["type"] for c in looking.get_columns("inv_item")}
    indexes = {index["name"] for index in looking.get_indexes("inv_item")}
    kept = outcome.kept("name", NAMES)
    right = kept and widths["name"].length == 200 and "name_qty_idx" in indexes
    says = "right as generated" if right else "not right as generated"
    return Seen(says=says, proof=outcome.proof(), facts={"data kept": yes_no(kept)})


@plain.probe("django", shown=DJANGO_WIDER)
def _(world):
    project = DjangoProject(world)
    return widened(project, project.change(DJANGO_WIDER))


@plain.probe("sqlalchemy", shown=SQLALCHEMY_WIDER)
def _(world):
    project = AlembicProject(world)
    return widened(project, project.change(SQLALCHEMY_WIDER))


plain.expect(None, "django-idiomatic", says="right as generated")
plain.expect(None, "sqlalchemy-idiomatic", says="right as generated")

# A CHECK constraint -------------------------------------------------------------------

constraint = Card(
    id="migrate-check-constraint",
    criterion="migrations",
    kind="default",
    question="A CHECK constraint is added to the model. Does it reach the database?",
    finding="Django’s does. Alembic’s revision comes out empty, and alembic check calls"
    " the database in step, until one line in env.py opts in to comparing checks.",
    method="“The quantity is not negative” is added to the model; the migration is"
    " generated and applied; then the database is given a negative quantity, and"
    " alembic check is asked whether models and database agree.",
    limits=[
        "The opt-in compares checks by their names, not by what they say.",
        ONE_TABLE,
    ],
    changed="Alembic 1.19.0 compared checks by default; 1.19.2 made it an opt-in",
)
DJANGO_CHECKED = (
    DJANGO_ITEM
    + """
    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(qty__gte=0), name="qty_positive")
        ]
"""
)
SQLALCHEMY_CHECKED = SQLALCHEMY_ITEM.replace(
    '"inv_item"\n',
    '"inv_item"\n'
    '    __table_args__ = (CheckConstraint("qty >= 0", name="qty_positive"),)\n',
)
OPT_IN = (
    'autogenerate_plugins=["alembic.autogenerate.*",'
    ' "alembic.ext.checkconstraint_byname"]'
)


def guarded(project: Any, outcome: Outcome, in_step: bool | None) -> Seen:
    """Whether the database now refuses what the constraint forbids."""
    try:
        project.execute("INSERT INTO inv_item (name, qty) VALUES ('screw', -1)")
        refused = False
    except Exception as error:
        if "qty_positive" not in str(error):
            raise
        refused = True
    facts = {"negative quantity refused": yes_no(refused)}
    if in_step is not None:
        facts["alembic check says in step"] = yes_no(in_step)
    says = "it reaches the database" if refused else "it does not reach the database"
    return Seen(says=says, proof=outcome.proof(), facts=facts)


@constraint.probe("django", shown=DJANGO_CHECKED)
def _(world):
    project = DjangoProject(world)
    return guarded(project, project.change(DJANGO_CHECKED), None)


@constraint.probe("sqlalchemy", "naive", "as-generated", shown=SQLALCHEMY_CHECKED)
def _(world):
    project = AlembicProject(world)
    outcome = project.change(SQLALCHEMY_CHECKED)
    return guarded(project, outcome, project.check().returncode == 0)


@constraint.probe(
    "sqlalchemy",
    "expert",
    "opt-in",
    note="One argument of context.configure in env.py.",
    shown=OPT_IN,
)
def _(world):
    project = AlembicProject(world)
    project.edit(
        "migrations/env.py",
        "connection=connection,",
        f"connection=connection,\n            {OPT_IN},",
    )
    outcome = project.change(SQLALCHEMY_CHECKED)
    return guarded(project, outcome, project.check().returncode == 0)


REACHES = "it reaches the database"
constraint.expect(None, "django-idiomatic", says=REACHES)
constraint.expect(
    None,
    "sqlalchemy-naive-as-generated",
    says="it does not reach the database",
    facts={"alembic check says in step": "yes"},
)
constraint.expect(None, "sqlalchemy-expert-opt-in", says=REACHES)

# Drift --------------------------------------------------------------------------------

drift = Card(
    id="column-added-by-hand",
    criterion="migrations",
    also=["ageing"],
    kind="default",
    question="Somebody added a column in the database by hand. Does the tool’s check"
    " notice?",
    finding="Alembic’s check notices, because it compares the models with the database;"
    " Django’s does not, because it compares them with the migration files.",
    method="ALTER TABLE is run at the database’s prompt, then each tool’s check.",
    limits=[
        "Alembic notices what its comparison covers: columns, not checks or triggers.",
        "Django’s inspectdb shows the column to somebody who looks.",
        "sqldiff of django-extensions compares with the database as well; it was not"
        " tried.",
    ],
    suggests=[("right", 6, 9, "It compares with the database that is there.")],
)


def noticed(project: Any, *command: str) -> Seen:
    clean = project.run(*command).returncode == 0
    project.execute("ALTER TABLE inv_item ADD COLUMN by_hand integer")
    done = project.run(*command)
    if not clean:
        return Seen(says="complains before anything was done", proof=said(done))
    if "by_hand" in said(done) and done.returncode != 0:
        return Seen(says="noticed", proof=reason(done))
    return Seen(says="not noticed", proof=said(done).splitlines()[-1])


@drift.probe("django", shown="python manage.py makemigrations --check --dry-run")
def _(world):
    command = ["django", "makemigrations", "--check", "--dry-run"]
    return noticed(DjangoProject(world), *command)


@drift.probe("sqlalchemy", shown="alembic check")
def _(world):
    return noticed(AlembicProject(world), "alembic", "check")


drift.expect(None, "django-idiomatic", says="not noticed")
drift.expect(None, "sqlalchemy-idiomatic", says="noticed")

# SQLite's ALTER TABLE -----------------------------------------------------------------

alter = Card(
    id="alter-column-on-sqlite",
    criterion="migrations",
    kind="default",
    question="SQLite cannot alter a column. What happens when one becomes required?",
    finding="Django rebuilds the table by itself; Alembic’s revision fails with the"
    " environment that alembic init writes, and works with batch mode, one argument in"
    " env.py.",
    method="The nullable note becomes NOT NULL in the model, no row is empty; the"
    " migration is generated and applied.",
    limits=["On PostgreSQL neither needs anything: it alters columns itself."],
    databases=["sqlite"],
    on=["sqlite"],
)
DJANGO_NOTED = DJANGO_ITEM.replace(", null=True", "")
SQLALCHEMY_NOTED = SQLALCHEMY_ITEM.replace(
    "note: Mapped[str | None]", "note: Mapped[str]"
)


@alter.probe("django", note="“2” is typed: no row is empty.", shown=DJANGO_NOTED)
def _(world):
    outcome = DjangoProject(world).change(DJANGO_NOTED, "2\n")
    return told(outcome, outcome.kept("note", NOTES))


@alter.probe("sqlalchemy", "naive", "as-initialised", shown=SQLALCHEMY_NOTED)
def _(world):
    outcome = AlembicProject(world, batch=False).change(SQLALCHEMY_NOTED)
    seen = told(outcome, outcome.kept("note", NOTES))
    # It is not the rows: SQLite does not know the statement.
    said = (
        REFUSED
        if seen.says == FAILS and "syntax error" in (seen.proof or "")
        else seen.says
    )
    return replace(seen, says=said)


@alter.probe("sqlalchemy", word="batch", shown=f"context.configure({BATCH})")
def _(world):
    outcome = AlembicProject(world, batch=True).change(SQLALCHEMY_NOTED)
    return told(outcome, outcome.kept("note", NOTES))


alter.expect("sqlite", "django-idiomatic", says=ASKS)
alter.expect("sqlite", "sqlalchemy-naive-as-initialised", says=REFUSED)
alter.expect("sqlite", "sqlalchemy-idiomatic-batch", says=KEPT)
