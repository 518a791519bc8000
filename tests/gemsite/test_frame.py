"""Languages, switches, guards and health: what surrounds every page."""

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db


def test_root_leads_to_ukrainian_whatever_the_browser_prefers(client):
    answer = client.get("/", headers={"accept-language": "en"})

    assert (answer.status_code, answer["Location"]) == (302, "/uk/")


@pytest.mark.parametrize(
    "path",
    ["/api/nothing/", "/api/v1/nothing/", "/media/nothing.webp", "/static/nothing.css", "/documents/9/x.pdf"],
)
def test_unknown_unprefixed_paths_are_404_and_never_move(client, path):
    answer = client.get(path)

    assert answer.status_code == 404


def test_unknown_api_path_has_the_error_shape(client):
    body = client.post("/api/v1/nothing/", {}, content_type="application/json").json()

    assert body["type"] == "client_error"
    assert [error["code"] for error in body["errors"]] == ["not_found"]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_unknown_page_is_404_with_a_way_on(client, language):
    answer = client.get(f"/{language}/no-such-page/")

    assert answer.status_code == 404
    assert f'href="/{language}/"' in answer.content.decode()


def test_currency_choice_is_kept_and_returns_to_the_page(client):
    answer = client.post("/currency/", {"currency": "USD", "next": "/en/stones/?page=2"})

    assert answer["Location"] == "/en/stones/?page=2"
    assert answer.cookies["currency"].value == "USD"
    assert answer.cookies["currency"]["httponly"]


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_currency_switch_is_no_open_redirect(client, target):
    answer = client.post("/currency/", {"currency": "USD", "next": target})

    assert answer["Location"] == "/"


def test_unknown_currency_changes_nothing(client):
    answer = client.post("/currency/", {"currency": "usd", "next": "/uk/"})

    assert answer.status_code == 302
    assert "currency" not in answer.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_forms_of_other_sites_are_refused(client, headers):
    answer = client.post("/currency/", {"currency": "USD"}, headers=headers)

    assert answer.status_code == 403
    assert "currency" not in answer.cookies


def test_own_forms_pass(client):
    for headers in ({"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}):
        assert client.post("/currency/", {"currency": "USD"}, headers=headers).status_code == 302


@pytest.mark.parametrize("path", ["/uk/no-such-page/", "/health/", "/api/v1/nothing/", "/robots.txt"])
def test_security_headers_are_on_every_answer(client, path):
    answer = client.get(path)

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


def test_health_and_readiness(client):
    assert client.get("/health/").json() == {"status": "ok"}
    body = client.get("/ready/").json()
    assert body["status"] == "ok"
    assert set(body["degraded"]) <= {"rates", "queue"}


def test_not_ready_with_pending_migrations(client, monkeypatch):
    monkeypatch.setattr(
        "gemsite.health.MigrationExecutor.migration_plan", lambda self, targets: [("catalog", "9999_more")]
    )

    answer = client.get("/ready/")

    assert (answer.status_code, answer.json()["failed"]) == (503, "migrations")
    assert answer["Retry-After"] == "5"


def test_maintenance_answers_503_but_stays_alive(client, settings, tmp_path):
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    settings.MAINTENANCE_FILE.touch()

    answer = client.get("/en/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    assert client.get("/health/").status_code == 200


def test_sitemap_robots_and_manifest(client):
    assert "Sitemap: " in client.get("/robots.txt").content.decode()
    assert client.get("/manifest.webmanifest").json()["lang"] == "uk"
    assert client.get("/sitemap.xml").status_code == 200


def test_first_day_facts():
    assert settings.AUTH_USER_MODEL == "customers.User"
    assert settings.WAGTAILIMAGES_IMAGE_MODEL == "catalog.Picture"
    assert settings.WAGTAILDOCS_DOCUMENT_MODEL == "catalog.File"
    assert settings.LANGUAGE_CODE == "uk"
    assert set(settings.STORAGES) == {"default", "private", "staticfiles"}
    assert not settings.MODELTRANSLATION_ENABLE_FALLBACKS
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")


@pytest.mark.parametrize(
    ("path", "policy"),
    [("/media/x.webp", "cross-origin"), ("/static/x.png", "cross-origin"), ("/uk/x/", "same-origin")],
)
def test_only_public_files_may_be_shown_elsewhere(client, path, policy):
    assert client.get(path)["Cross-Origin-Resource-Policy"] == policy
