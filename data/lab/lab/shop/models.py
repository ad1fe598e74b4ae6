"""The shop in Django ORM."""

from django.db import models


class Category(models.Model):
    name = models.CharField(max_length=60)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="children"
    )

    class Meta:
        db_table = "category"


class Customer(models.Model):
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=200, unique=True)
    country = models.CharField(max_length=2)
    plan = models.CharField(max_length=12)
    signed_up = models.DateField()
    settings = models.JSONField()

    class Meta:
        db_table = "customer"


class Product(models.Model):
    sku = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    category = models.ForeignKey(Category, models.CASCADE, related_name="products")
    price_cents = models.IntegerField()

    class Meta:
        db_table = "product"


class SalesOrder(models.Model):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="orders")
    status = models.CharField(max_length=12)
    placed_on = models.DateField(db_index=True)
    total_cents = models.IntegerField()
    note = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "sales_order"


class OrderLine(models.Model):
    order = models.ForeignKey(SalesOrder, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.CASCADE, related_name="lines")
    quantity = models.IntegerField()
    unit_price_cents = models.IntegerField()

    class Meta:
        db_table = "order_line"


class Depot(models.Model):
    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=80)
    region = models.CharField(max_length=20)

    class Meta:
        db_table = "depot"


class Shipment(models.Model):
    order = models.ForeignKey(SalesOrder, models.CASCADE, related_name="shipments")
    from_depot = models.ForeignKey(Depot, models.CASCADE, related_name="departures")
    to_depot = models.ForeignKey(Depot, models.CASCADE, related_name="arrivals")
    status = models.CharField(max_length=12)
    weight_g = models.IntegerField()

    class Meta:
        db_table = "shipment"


class TrackingEvent(models.Model):
    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16)
    happened_at = models.DateTimeField()
    payload = models.JSONField()

    class Meta:
        db_table = "tracking_event"


class RateBand(models.Model):
    min_g = models.IntegerField()
    max_g = models.IntegerField()
    rate_cents = models.IntegerField()

    class Meta:
        db_table = "rate_band"


class StockLevel(models.Model):
    pk = models.CompositePrimaryKey("depot_id", "product_id")
    depot = models.ForeignKey(Depot, models.CASCADE, related_name="stock")
    product = models.ForeignKey(Product, models.CASCADE, related_name="stock")
    quantity = models.IntegerField()

    class Meta:
        db_table = "stock_level"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quantity__gte=0), name="stock_not_negative"
            )
        ]


class StockCount(models.Model):
    depot = models.ForeignKey(Depot, models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    level = models.ForeignObject(
        StockLevel,
        models.DO_NOTHING,
        from_fields=["depot", "product"],
        to_fields=["depot", "product"],
        related_name="counts",
    )
    counted_on = models.DateField()
    counted_quantity = models.IntegerField()

    class Meta:
        db_table = "stock_count"


class ImportRow(models.Model):
    sku = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    quantity = models.IntegerField()
    price_cents = models.IntegerField()
    arrived_on = models.DateField()

    class Meta:
        db_table = "import_row"
