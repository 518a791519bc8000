"""Routes of pricing."""

from django.urls import path

from commerce.pricing.api import views

urlpatterns = [
    path("currencies/", views.CurrencyListApi.as_view(), name="api-currencies"),
    path("rates/", views.RateListApi.as_view(), name="api-rates"),
]
