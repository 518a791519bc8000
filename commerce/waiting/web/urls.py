"""Pages of the waiting list."""

from django.urls import path

from commerce.waiting.web import views

app_name = "waiting"

urlpatterns = [
    path("<int:product_id>/", views.ask, name="ask"),
    path("sent/", views.sent, name="sent"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("leave/<str:token>/", views.leave, name="leave"),
]
