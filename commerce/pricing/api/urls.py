"""Routes of pricing."""

from django.urls import path

from commerce.pricing.api import reprice, views

urlpatterns = [
    path("currencies/", views.CurrencyListApi.as_view(), name="api-currencies"),
    path("rates/", views.RateListApi.as_view(), name="api-rates"),
    path("reprice/", reprice.RepricesApi.as_view(), name="api-reprice"),
    path("reprice/<int:number>/", reprice.OneRepriceApi.as_view(), name="api-reprice-one"),
    path("reprice/<int:number>/apply/", reprice.RepriceApplyApi.as_view(), name="api-reprice-apply"),
    path("reprice/<int:number>/undo/", reprice.RepriceUndoApi.as_view(), name="api-reprice-undo"),
]
