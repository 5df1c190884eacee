"""Addresses of the API; what stands behind them is read when it is asked for first."""

from __future__ import annotations

from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from xueheng.api import documentation, door

app_name = "api"
urlpatterns = [
    path("", documentation.index, name="index"),
    re_path("^v1/", csrf_exempt(door.answer), name="v1"),
]
