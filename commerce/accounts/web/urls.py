"""Pages of accounts. Those of allauth keep its names, because it asks for them itself."""

from allauth.account import views as allauth
from django.urls import include, path, re_path

from commerce.accounts.web import views
from gemkit.api.throttling import limited

ours = (
    [
        path("", views.home, name="home"),
        path("order/<str:number>/", views.order_signup, name="order_signup"),
    ],
    "accounts",
)

urlpatterns = [
    path("", include(ours)),
    path("login/", limited("account")(allauth.login), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", limited("account")(allauth.signup), name="account_signup"),
    path("confirm-email/", allauth.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", allauth.confirm_email, name="account_confirm_email"),
    path("password/reset/", limited("account")(allauth.password_reset), name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        limited("account")(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
