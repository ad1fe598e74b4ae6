from sqladmin import Admin
from sqladmin.audit import DBAuditBackend
from sqladmin.authentication import AuthenticationBackend
from sqladmin.authorization import GrantsAuthorizationBackend
from sqlalchemy import JSON, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker
from starlette.applications import Starlette

from lab.admins.sqladmin_plain import (
    CategoryAdmin,
    CustomerAdmin,
    ProductAdmin,
    SalesOrderAdmin,
)

# Stands for a table of users and their roles, with hashed passwords.
USERS = {"lab": "pw", "viewer": "pw"}
GRANTS = {"lab": {("*", "*")}, "viewer": {("*", "list"), ("*", "details")}}


class Base(DeclarativeBase):
    pass


class AdminChange(Base):
    __tablename__ = "admin_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str]
    action: Mapped[str]
    view: Mapped[str]
    key: Mapped[str | None]
    changes: Mapped[dict[str, str] | None] = mapped_column(JSON)


class Login(AuthenticationBackend):
    async def login(self, request):
        form = await request.form()
        if USERS.get(form["username"]) != form["password"]:
            return False
        request.session["user_id"] = form["username"]
        return True

    async def logout(self, request):
        request.session.clear()
        return True

    async def authenticate(self, request):
        return "user_id" in request.session


class Grants(GrantsAuthorizationBackend):
    async def get_grants(self, request):
        return GRANTS[request.session["user_id"]]


class History(DBAuditBackend):
    def build_row(self, entry, actor, request):
        changes = entry.changes and {k: str(v) for k, v in entry.changes.items()}
        return AdminChange(
            who=actor,
            action=entry.action,
            view=entry.identity,
            key=entry.pk,
            changes=changes,
        )


def make(engine: Engine) -> Starlette:
    Base.metadata.create_all(engine)
    app = Starlette()
    admin = Admin(
        app,
        engine,
        authentication_backend=Login("a secret"),
        authorization_backend=Grants(),
        audit_backend=History(sessionmaker(engine)),
    )
    for view in (CategoryAdmin, CustomerAdmin, ProductAdmin, SalesOrderAdmin):
        admin.add_view(view)
    return app
