"""Pages of the checkout."""

from django.urls import path

from commerce.checkout.web import views

app_name = "checkout"

urlpatterns = [
    path("", views.start, name="start"),
    path("cities/", views.cities, name="cities"),
    path("warehouses/", views.warehouses, name="warehouses"),
]
