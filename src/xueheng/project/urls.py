"""Every address of the platform, room by room."""

from __future__ import annotations

from django.urls import include, path

from xueheng.web.access.urls import NAMED

urlpatterns = [
    *NAMED,
    path("", include("xueheng.web.access.urls")),
    path("", include("xueheng.web.privacy.urls")),
    path("data/", include("xueheng.web.data.urls")),
    path("results/", include("xueheng.web.results.urls")),
    path("people/", include("xueheng.web.people.urls")),
    path("family/", include("xueheng.web.family.urls")),
    path("public/", include("xueheng.web.public.urls")),
    path("api/", include("xueheng.api.urls")),
    path("", include("xueheng.web.desk.urls")),
]
handler400 = "xueheng.web.desk.errors.bad_request"
handler403 = "xueheng.web.desk.errors.not_allowed"
handler404 = "xueheng.web.desk.errors.not_found"
handler500 = "xueheng.web.desk.errors.broken"
