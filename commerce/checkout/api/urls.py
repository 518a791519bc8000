"""Routes of the checkout API."""

from django.urls import path

from commerce.checkout.api import views

urlpatterns = [
    path("", views.CheckoutApi.as_view()),
    path("options/", views.OptionsApi.as_view()),
]
