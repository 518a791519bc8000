"""Routes of /api/v1/catalog/."""

from django.urls import path

from catalog.web.api import finding, views
from catalog.web.api.calculator import CalculatorApi
from catalog.web.api.picker import PickerApi
from catalog.web.api.suggest import SuggestApi

urlpatterns = [
    path("tree/", views.TreeApi.as_view()),
    path("shapes/", views.ShapeListApi.as_view()),
    path("cuts/", views.CutListApi.as_view()),
    path("colors/", views.ColorListApi.as_view()),
    path("zodiac/", views.SignListApi.as_view()),
    path("zodiac/<slug:code>/", views.SignApi.as_view()),
    path("calculator/", CalculatorApi.as_view()),
    path("picker/", PickerApi.as_view()),
    path("facets/", finding.FacetsApi.as_view()),
    path("collections/", finding.CollectionListApi.as_view()),
    path("collections/<slug:code>/", finding.CollectionApi.as_view()),
    path("suggest/", SuggestApi.as_view()),
    path("products/", views.ProductListApi.as_view()),
    path("products/<slug:slug>/", views.ProductApi.as_view()),
]
