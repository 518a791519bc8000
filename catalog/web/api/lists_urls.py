"""Routes of /api/v1/favorites/ and /api/v1/compare/."""

from django.urls import path

from catalog.web.api import lists

urlpatterns = [
    path("favorites/", lists.FavoriteListApi.as_view()),
    path("favorites/share/", lists.FavoriteShareApi.as_view()),
    path("favorites/<path:sku>/", lists.FavoriteApi.as_view()),
    path("compare/", lists.CompareListApi.as_view()),
    path("compare/<path:sku>/", lists.CompareApi.as_view()),
]
