"""Routes of /api/v1/inventory/."""

from django.urls import path

from catalog.web.api import views

urlpatterns = [path("variants/<str:sku>/", views.InventoryVariantApi.as_view())]
