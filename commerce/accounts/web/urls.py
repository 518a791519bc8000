"""Pages of accounts. Those of allauth keep its names, because it asks for them itself."""

from allauth.account import views as allauth
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache

from commerce.accounts.web import views
from gemkit.api.throttling import View, limited


def _limited(view: View) -> View:
    return never_cache(limited("account")(view))


ours = (
    [
        path("", views.home, name="home"),
        path("order/<str:number>/", views.order_signup, name="order_signup"),
    ],
    "accounts",
)

urlpatterns = [
    path("", include(ours)),
    path("login/", _limited(allauth.login), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", never_cache(allauth.account_inactive), name="account_inactive"),
    path("signup/", _limited(allauth.signup), name="account_signup"),
    path(
        "confirm-email/", never_cache(allauth.email_verification_sent), name="account_email_verification_sent"
    ),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$", never_cache(allauth.confirm_email), name="account_confirm_email"
    ),
    path("password/reset/", _limited(allauth.password_reset), name="account_reset_password"),
    path(
        "password/reset/done/", never_cache(allauth.password_reset_done), name="account_reset_password_done"
    ),
    path(
        "password/reset/key/done/",
        never_cache(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _limited(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
