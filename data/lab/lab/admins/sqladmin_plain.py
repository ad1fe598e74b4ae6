from sqladmin import Admin, ModelView
from sqladmin.filters import AllUniqueStringValuesFilter
from sqlalchemy import Engine
from starlette.applications import Starlette

from lab.shop.mapped import Category, Customer, Product, SalesOrder


class CategoryAdmin(ModelView, model=Category):
    column_list = [Category.name, Category.parent]
    column_searchable_list = [Category.name]
    form_columns = [Category.name, Category.parent]


class CustomerAdmin(ModelView, model=Customer):
    column_list = [Customer.name, Customer.email, Customer.country, Customer.plan]
    column_filters = [
        AllUniqueStringValuesFilter(Customer.country),
        AllUniqueStringValuesFilter(Customer.plan),
    ]
    column_searchable_list = [Customer.name, Customer.email]
    form_excluded_columns = [Customer.orders]


class ProductAdmin(ModelView, model=Product):
    column_list = [Product.sku, Product.name, Product.price_cents]
    column_searchable_list = [Product.sku, Product.name]
    form_excluded_columns = [Product.lines]


class SalesOrderAdmin(ModelView, model=SalesOrder):
    column_list = [
        SalesOrder.id,
        SalesOrder.customer,
        SalesOrder.status,
        SalesOrder.placed_on,
    ]
    column_filters = [AllUniqueStringValuesFilter(SalesOrder.status)]
    form_excluded_columns = [SalesOrder.lines, SalesOrder.shipments]
    form_ajax_refs = {"customer": {"fields": ["name"], "order_by": "id"}}


def make(engine: Engine) -> Starlette:
    app = Starlette()
    admin = Admin(app, engine)
    admin.add_view(CategoryAdmin)
    admin.add_view(CustomerAdmin)
    admin.add_view(ProductAdmin)
    admin.add_view(SalesOrderAdmin)
    return app
