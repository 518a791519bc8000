"""Forms of the cart; `commerce.checkout.web.cart_urls` mounts them beside the cart's page."""

from django.urls import path

from commerce.cart.web import views

urlpatterns = [
    path("add/", views.add, name="add"),
    path("accept/", views.accept, name="accept"),
    path("lines/<uuid:line_id>/", views.line, name="line"),
    path("lines/<uuid:line_id>/remove/", views.remove, name="remove"),
]
