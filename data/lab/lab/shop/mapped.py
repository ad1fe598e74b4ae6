"""The shop in SQLAlchemy, with typed declarative mapping."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

# SQLite numbers only INTEGER keys by itself.
Big = BigInteger().with_variant(Integer, "sqlite")
Key = Annotated[int, mapped_column(Big, primary_key=True)]


class Base(DeclarativeBase):
    type_annotation_map = {
        dict[str, Any]: JSON().with_variant(JSONB, "postgresql"),
        dt.datetime: DateTime(timezone=True),
    }


class Category(Base):
    __tablename__ = "category"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(60))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)

    parent: Mapped[Category | None] = relationship(
        back_populates="children", remote_side="Category.id"
    )
    children: Mapped[list[Category]] = relationship(back_populates="parent")
    products: Mapped[list[Product]] = relationship(back_populates="category")


class Customer(Base):
    __tablename__ = "customer"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(200), unique=True)
    country: Mapped[str] = mapped_column(String(2))
    plan: Mapped[str] = mapped_column(String(12))
    signed_up: Mapped[dt.date]
    settings: Mapped[dict[str, Any]]

    orders: Mapped[list[SalesOrder]] = relationship(back_populates="customer")


class Product(Base):
    __tablename__ = "product"

    id: Mapped[Key]
    sku: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    price_cents: Mapped[int]

    category: Mapped[Category] = relationship(back_populates="products")
    lines: Mapped[list[OrderLine]] = relationship(back_populates="product")


class SalesOrder(Base):
    __tablename__ = "sales_order"

    id: Mapped[Key]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    status: Mapped[str] = mapped_column(String(12))
    placed_on: Mapped[dt.date] = mapped_column(index=True)
    total_cents: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="")

    customer: Mapped[Customer] = relationship(back_populates="orders")
    lines: Mapped[list[OrderLine]] = relationship(back_populates="order")
    shipments: Mapped[list[Shipment]] = relationship(back_populates="order")


class OrderLine(Base):
    __tablename__ = "order_line"

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    quantity: Mapped[int]
    unit_price_cents: Mapped[int]

    order: Mapped[SalesOrder] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship(back_populates="lines")


class Depot(Base):
    __tablename__ = "depot"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    region: Mapped[str] = mapped_column(String(20))

    stock: Mapped[list[StockLevel]] = relationship(back_populates="depot")


class Shipment(Base):
    __tablename__ = "shipment"

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"), index=True)
    from_depot_id: Mapped[int] = mapped_column(ForeignKey("depot.id"), index=True)
    to_depot_id: Mapped[int] = mapped_column(ForeignKey("depot.id"), index=True)
    status: Mapped[str] = mapped_column(String(12))
    weight_g: Mapped[int]

    order: Mapped[SalesOrder] = relationship(back_populates="shipments")
    from_depot: Mapped[Depot] = relationship(foreign_keys=[from_depot_id])
    to_depot: Mapped[Depot] = relationship(foreign_keys=[to_depot_id])
    events: Mapped[list[TrackingEvent]] = relationship(back_populates="shipment")


class TrackingEvent(Base):
    __tablename__ = "tracking_event"

    id: Mapped[Key]
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    happened_at: Mapped[dt.datetime]
    payload: Mapped[dict[str, Any]]

    shipment: Mapped[Shipment] = relationship(back_populates="events")


class RateBand(Base):
    __tablename__ = "rate_band"

    id: Mapped[Key]
    min_g: Mapped[int]
    max_g: Mapped[int]
    rate_cents: Mapped[int]


class StockLevel(Base):
    __tablename__ = "stock_level"
    __table_args__ = (CheckConstraint("quantity >= 0", name="stock_not_negative"),)

    depot_id: Mapped[int] = mapped_column(ForeignKey("depot.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(
        ForeignKey("product.id"), primary_key=True, index=True
    )
    quantity: Mapped[int]

    depot: Mapped[Depot] = relationship(back_populates="stock")
    product: Mapped[Product] = relationship()
    counts: Mapped[list[StockCount]] = relationship(back_populates="level")


class StockCount(Base):
    __tablename__ = "stock_count"
    __table_args__ = (
        ForeignKeyConstraint(
            ["depot_id", "product_id"],
            ["stock_level.depot_id", "stock_level.product_id"],
        ),
    )

    id: Mapped[Key]
    depot_id: Mapped[int]
    product_id: Mapped[int]
    counted_on: Mapped[dt.date]
    counted_quantity: Mapped[int]

    level: Mapped[StockLevel] = relationship(back_populates="counts")


class ImportRow(Base):
    __tablename__ = "import_row"

    id: Mapped[Key]
    sku: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    quantity: Mapped[int]
    price_cents: Mapped[int]
    arrived_on: Mapped[dt.date]
