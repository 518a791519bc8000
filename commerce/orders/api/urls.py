"""Routes of the orders API."""

from django.urls import path

from commerce.orders.api import views

urlpatterns = [
    path("<str:number>/", views.OrderDetailApi.as_view()),
    path("<str:number>/cancel/", views.OrderCancelApi.as_view()),
]
