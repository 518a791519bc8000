"""Routes of the delivery API."""

from django.urls import path

from commerce.delivery.api import views

urlpatterns = [
    path("cities/", views.CityListApi.as_view()),
    path("warehouses/", views.WarehouseListApi.as_view()),
    path("quote/", views.QuoteApi.as_view()),
]
