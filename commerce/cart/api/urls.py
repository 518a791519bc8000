"""Routes of the cart API."""

from django.urls import path

from commerce.cart.api import views

urlpatterns = [
    path("", views.CartListApi.as_view()),
    path("<uuid:cart_id>/", views.CartDetailApi.as_view()),
    path("<uuid:cart_id>/accept/", views.CartAcceptApi.as_view()),
    path("<uuid:cart_id>/coupon/", views.CartCouponApi.as_view()),
    path("<uuid:cart_id>/merge/", views.CartMergeApi.as_view()),
    path("<uuid:cart_id>/lines/", views.CartLineListApi.as_view()),
    path("<uuid:cart_id>/lines/<uuid:line_id>/", views.CartLineDetailApi.as_view()),
]
