"""Pages of an order."""

from django.urls import path

from commerce.orders.web import views

app_name = "orders"

urlpatterns = [
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/cancel/", views.cancel, name="cancel"),
]
