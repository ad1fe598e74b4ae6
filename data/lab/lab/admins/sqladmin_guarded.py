from sqladmin import Admin
from sqladmin.audit import DBAuditBackend
from sqladmin.authentication import AuthenticationBackend
from sqladmin.contrib.rbac import (
    DBAuthorizationBackend,
    GroupAccessMixin,
    GroupAdmin,
    GroupMixin,
    user_group_table,
)
from sqlalchemy import JSON, Engine, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    mapped_column,
    relationship,
    sessionmaker,
)
from starlette.applications import Starlette

from lab.admins.sqladmin_plain import (
    CategoryAdmin,
    CustomerAdmin,
    ProductAdmin,
    SalesOrderAdmin,
)

sessions = sessionmaker()


class Base(DeclarativeBase):
    pass


class Group(GroupMixin, Base):
    __tablename__ = "admin_groups"


class GroupAccess(GroupAccessMixin, Base):
    __tablename__ = "admin_group_accesses"


UserGroup = user_group_table(Base, user_table="admin_user")


class User(Base):
    __tablename__ = "admin_user"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    # A hash, in a team's own program.
    password: Mapped[str]
    is_superuser: Mapped[bool] = mapped_column(default=False)
    groups: Mapped[list[Group]] = relationship(secondary=UserGroup)


class GroupsAdmin(GroupAdmin, model=Group):
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
        with sessions() as session:
            named = select(User).where(User.name == form["username"])
            user = session.scalars(named).one_or_none()
        if user is None or user.password != form["password"]:
            return False
        request.session["user_id"] = user.id
        return True

    async def logout(self, request):
        request.session.clear()
        return True

    async def authenticate(self, request):
        return "user_id" in request.session


class History(DBAuditBackend):
    def build_row(self, entry, actor, request):
        changes = entry.changes and {k: str(v) for k, v in entry.changes.items()}
        return AdminChange(
            who=str(actor),
            action=entry.action,
            view=entry.identity,
            key=entry.pk,
            changes=changes,
        )


def make(engine: Engine) -> Starlette:
    Base.metadata.create_all(engine)
    sessions.configure(bind=engine)
    looks = [GroupAccess(identity="category", action=to) for to in ("list", "details")]
    viewers = Group(name="Viewers", accesses=looks)
    with sessions.begin() as session:
        session.add(User(name="lab", password="pw", is_superuser=True))
        session.add(User(name="viewer", password="pw", groups=[viewers]))
    app = Starlette()
    admin = Admin(
        app,
        engine,
        authentication_backend=Login("a secret"),
        authorization_backend=DBAuthorizationBackend(sessions, user_model=User),
        audit_backend=History(sessions),
    )
    views = CategoryAdmin, CustomerAdmin, ProductAdmin, SalesOrderAdmin, GroupsAdmin
    for view in views:
        admin.add_view(view)
    return app
