"""Page types, navigation and settings."""

from home.models.announcements import Announcement, Tone
from home.models.base import BasePage
from home.models.contacts import ContactsPage, ContactsPageField
from home.models.editing import BrokenLink, PreviewLink
from home.models.forms import FormMessage, FormPage, FormPageField
from home.models.navigation import Fill, Menu, MenuColumn, MenuItem, MenuLink, Place
from home.models.news import NewsIndexPage, NewsPage, RelatedProduct
from home.models.pages import ContentPage, HomePage, LandingPage
from home.models.policy import PolicyPage, PolicyVersion
from home.models.settings import SiteSettings
from home.models.shop_pages import AboutPage, FaqPage, PackagingPage
from home.models.showcase import JewelryShowcasePage
from home.models.tags import NewsTag, TaggedNews
from home.models.targets import Shelf, Target
from home.models.translating import TranslationRun, TranslationState

__all__ = [
    "AboutPage",
    "Announcement",
    "BasePage",
    "BrokenLink",
    "ContactsPage",
    "ContactsPageField",
    "ContentPage",
    "FaqPage",
    "Fill",
    "FormMessage",
    "FormPage",
    "FormPageField",
    "HomePage",
    "JewelryShowcasePage",
    "LandingPage",
    "Menu",
    "MenuColumn",
    "MenuItem",
    "MenuLink",
    "NewsIndexPage",
    "NewsPage",
    "NewsTag",
    "PackagingPage",
    "Place",
    "PolicyPage",
    "PolicyVersion",
    "PreviewLink",
    "RelatedProduct",
    "Shelf",
    "SiteSettings",
    "TaggedNews",
    "Target",
    "Tone",
    "TranslationRun",
    "TranslationState",
]
