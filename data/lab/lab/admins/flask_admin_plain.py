from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from sqlalchemy import Engine
from sqlalchemy.orm import scoped_session, sessionmaker

from lab.shop.mapped import Category, Customer, OrderLine, Product, SalesOrder


class CategoryAdmin(ModelView):
    column_list = ["name", "parent"]
    column_searchable_list = ["name"]
    form_columns = ["name", "parent"]


class CustomerAdmin(ModelView):
    column_list = ["name", "email", "country", "plan"]
    column_filters = ["country", "plan"]
    column_searchable_list = ["name", "email"]
    form_excluded_columns = ["orders"]


class ProductAdmin(ModelView):
    column_list = ["sku", "name", "price_cents"]
    column_searchable_list = ["sku", "name"]
    form_excluded_columns = ["lines"]


class SalesOrderAdmin(ModelView):
    column_list = ["id", "customer", "status", "placed_on"]
    column_filters = ["status"]
    form_excluded_columns = ["shipments"]
    form_ajax_refs = {"customer": {"fields": ["name"]}}
    inline_models = [(OrderLine, {"form_ajax_refs": {"product": {"fields": ["name"]}}})]


def make(engine: Engine) -> Flask:
    app = Flask(__name__)
    app.secret_key = "a secret"
    session = scoped_session(sessionmaker(engine))
    app.teardown_appcontext(lambda error: session.remove())
    admin = Admin(app)
    admin.add_view(CategoryAdmin(Category, session))
    admin.add_view(CustomerAdmin(Customer, session))
    admin.add_view(ProductAdmin(Product, session))
    admin.add_view(SalesOrderAdmin(SalesOrder, session))
    return app
