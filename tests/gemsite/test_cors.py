"""Scripts of listed origins may use the API; everybody else's may not."""

import os

import pytest

from gemkit.env import SettingsError, env_origins

pytestmark = pytest.mark.django_db
APP = "https://app.example"
STRANGER = "https://stranger.example"
TREE = "/api/v1/catalog/tree/"
PAGES = "/api/content/v2/pages/"


@pytest.fixture(autouse=True)
def listed(settings):
    settings.CORS_ALLOWED_ORIGINS = [APP]


@pytest.mark.parametrize("path", [TREE, PAGES])
def test_a_listed_origin_may_read_without_cookies(client, path):
    response = client.get(path, headers={"origin": APP})

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == APP
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "origin" in response.headers["Vary"].lower()
    assert not response.cookies


@pytest.mark.parametrize("path", [TREE, PAGES])
@pytest.mark.parametrize(
    "origin", [STRANGER, "null", "https://app.example.stranger.example", "http://app.example"]
)
def test_another_origin_is_told_nothing(client, path, origin):
    response = client.get(path, headers={"origin": origin})

    assert "Access-Control-Allow-Origin" not in response.headers
    assert "origin" in response.headers["Vary"].lower()


@pytest.mark.parametrize("path", ["/uk/", "/cms/login/", "/media/x.webp", "/api/auth/browser/v1/config"])
def test_pages_and_files_are_not_opened(client, path):
    assert "Access-Control-Allow-Origin" not in client.get(path, headers={"origin": APP}).headers


@pytest.mark.parametrize(("origin", "is_allowed"), [(APP, True), (STRANGER, False)])
def test_preflight(client, origin, is_allowed):
    asked = {"origin": origin, "access-control-request-method": "POST"}
    asked["access-control-request-headers"] = "content-type, idempotency-key"

    response = client.options("/api/v1/carts/", headers=asked)

    assert response.status_code == 200
    assert response.headers.get("Access-Control-Allow-Origin") == (APP if is_allowed else None)
    if is_allowed:
        assert "POST" in response.headers["Access-Control-Allow-Methods"]
        assert "idempotency-key" in response.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(("origin", "status"), [(APP, 201), (STRANGER, 403)])
def test_only_listed_origins_may_write(client, origin, status):
    headers = {"origin": origin, "sec-fetch-site": "cross-site"}

    response = client.post("/api/v1/carts/", {}, content_type="application/json", headers=headers)

    assert response.status_code == status


def test_a_listed_origin_posts_no_forms_of_the_pages(client):
    headers = {"origin": APP, "sec-fetch-site": "cross-site"}

    assert client.post("/currency/", {"currency": "USD"}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "value", ["*", "https://*.example", "app.example", "https://app.example/", "https://a@b"]
)
def test_the_setting_takes_exact_origins_only(monkeypatch, value):
    monkeypatch.setitem(os.environ, "TEST_ORIGINS", value)

    with pytest.raises(SettingsError, match="TEST_ORIGINS"):
        env_origins("TEST_ORIGINS", [])


def test_the_setting_is_a_list(monkeypatch):
    monkeypatch.setitem(os.environ, "TEST_ORIGINS", "https://a.example, http://localhost:8080")

    assert env_origins("TEST_ORIGINS", []) == ["https://a.example", "http://localhost:8080"]
