"""Addresses of the visitor's lists; they stand in the catalog's name space."""

from django.urls import path

from catalog.web.lists import views

urlpatterns = [
    path("favorites/", views.favorites, name="favorites"),
    path("favorites/shared/<str:token>/", views.shared, name="favorites_shared"),
    path("favorites/to-cart/", views.to_cart, name="favorites_to_cart"),
    path("favorites/from-cart/", views.from_cart, name="favorites_from_cart"),
    path("compare/", views.compare, name="compare"),
    path("lists/", views.lists, name="lists"),
    path("seen/", views.seen, name="seen"),
]
