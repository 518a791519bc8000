"""What headless clients read at /api/content/v2/: Wagtail's content API, with what this shop adds to it."""

from wagtail.api.v2.router import WagtailAPIRouter

from gemsite.content_api.frame import Menus, Settings
from gemsite.content_api.pages import Pages
from gemsite.content_api.pictures import Documents, Images
from gemsite.content_api.products import Products
from gemsite.content_api.redirects import Redirects
from gemsite.content_api.words import Dictionaries

content_api = WagtailAPIRouter("content_api")
for endpoint in (Pages, Images, Documents, Redirects, Products, Dictionaries, Menus, Settings):
    content_api.register_endpoint(endpoint.name, endpoint)
