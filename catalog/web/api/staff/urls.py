"""Routes of /api/v1/staff/."""

from django.urls import path

from catalog.web.api.staff import views
from catalog.web.api.staff.dictionaries import COLLECTIONS, DICTIONARIES

urlpatterns = [
    path("products/", views.ProductsApi.as_view()),
    path("products/<int:number>/", views.ProductApi.as_view()),
    path("products/<int:number>/publish/", views.ProductPublishApi.as_view()),
    path("products/<int:number>/unpublish/", views.ProductUnpublishApi.as_view()),
    path("variants/", views.VariantsApi.as_view()),
    path("variants/<str:sku>/", views.VariantApi.as_view()),
    path("collections/", COLLECTIONS[0].as_view()),
    path("collections/<slug:code>/", COLLECTIONS[1].as_view()),
]
for name, (rows, row) in DICTIONARIES.items():
    urlpatterns += [
        path(f"dictionaries/{name}/", rows.as_view()),
        path(f"dictionaries/{name}/<slug:code>/", row.as_view()),
    ]
