"""The URLs that `startproject` writes, for the lab's own process."""

from django.contrib import admin
from django.urls import path

from lab.admins import django_admin  # noqa: F401 (registers the models)

urlpatterns = [path("admin/", admin.site.urls)]
