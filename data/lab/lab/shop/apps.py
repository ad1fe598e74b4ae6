"""The shop as a Django app; the label is what a project would call it."""

from django.apps import AppConfig


class ShopConfig(AppConfig):
    """Django's view of the shop."""

    name = "lab.shop"
    label = "shop"
