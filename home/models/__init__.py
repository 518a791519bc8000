"""Page types, navigation and settings."""

from home.models.base import BasePage
from home.models.navigation import Menu, MenuItem
from home.models.news import NewsIndexPage, NewsPage
from home.models.pages import ContentPage, HomePage
from home.models.settings import SiteSettings
from home.models.showcase import JewelryShowcasePage

__all__ = [
    "BasePage",
    "ContentPage",
    "HomePage",
    "JewelryShowcasePage",
    "Menu",
    "MenuItem",
    "NewsIndexPage",
    "NewsPage",
    "SiteSettings",
]
