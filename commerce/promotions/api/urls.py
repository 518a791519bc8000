"""Routes of promotions: the quote, under the address of pricing."""

from django.urls import path

from commerce.promotions.api import views

urlpatterns = [path("quote/", views.QuoteApi.as_view(), name="api-quote")]
