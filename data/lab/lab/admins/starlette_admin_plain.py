from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette_admin.contrib.sqla import Admin, InlineModelView, ModelView

from lab.shop.mapped import Category, Customer, OrderLine, Product, SalesOrder


class CategoryAdmin(ModelView):
    fields = ["name", "parent"]
    searchable_fields = ["name"]


class CustomerAdmin(ModelView):
    fields = ["name", "email", "country", "plan", "signed_up", "settings"]
    searchable_fields = ["name", "email", "country", "plan"]


class ProductAdmin(ModelView):
    fields = ["sku", "name", "category", "price_cents"]
    searchable_fields = ["sku", "name"]


class LineInline(InlineModelView):
    model = OrderLine
    fields = ["product", "quantity", "unit_price_cents"]


class SalesOrderAdmin(ModelView):
    fields = ["id", "customer", "status", "placed_on", "total_cents", "note"]
    searchable_fields = ["status"]
    inlines = [LineInline]


def make(engine: Engine) -> Starlette:
    app = Starlette()
    admin = Admin(engine, secret_key="a secret")
    admin.add_view(CategoryAdmin(Category))
    admin.add_view(CustomerAdmin(Customer))
    admin.add_view(ProductAdmin(Product))
    admin.add_view(SalesOrderAdmin(SalesOrder))
    admin.mount_to(app)
    return app
