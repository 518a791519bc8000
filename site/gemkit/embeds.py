"""What may be embedded: a list of providers, the frames they are shown in, and how their addresses are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class Provider:
    """``hosts`` are those of addresses that people copy, ``frame_host`` is where the frame comes from."""

    code: str
    name: str
    hosts: tuple[str, ...]
    frame_host: str
    example: str


@dataclass(frozen=True, slots=True)
class Embed:
    """What was found at an address: who shows it, the frame that asks for the least, the page itself."""

    provider: Provider
    frame_url: str
    page_url: str


PROVIDERS = {
    provider.code: provider
    for provider in (
        Provider(
            "youtube",
            "YouTube",
            ("youtube.com", "youtu.be", "youtube-nocookie.com"),
            "https://www.youtube-nocookie.com",
            "https://www.youtube.com/watch?v=…",
        ),
        Provider(
            "vimeo",
            "Vimeo",
            ("vimeo.com",),
            "https://player.vimeo.com",
            "https://vimeo.com/…",
        ),
        Provider(
            "openstreetmap",
            "OpenStreetMap",
            ("openstreetmap.org",),
            "https://www.openstreetmap.org",
            "https://www.openstreetmap.org/#map=16/50.4501/30.5234",
        ),
    )
}
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_MAP = re.compile(r"map=(\d{1,2})/(-?\d{1,2}\.?\d*)/(-?\d{1,3}\.?\d*)")


def find(url: str, *, allowed: list[str]) -> Embed | None:
    """Return what is at ``url``; None when no allowed provider shows it."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    for code in allowed:
        provider = PROVIDERS.get(code)
        if provider is None or host not in provider.hosts:
            continue
        return _READERS[code](provider, parts.path, parts.query, parts.fragment)
    return None


def frame_hosts(codes: list[str]) -> list[str]:
    """Return where frames of some providers come from, for the content policy."""
    return [PROVIDERS[code].frame_host for code in codes if code in PROVIDERS]


def _youtube(provider: Provider, path: str, query: str, fragment: str) -> Embed | None:
    steps = [step for step in path.split("/") if step]
    found = parse_qs(query).get("v", [""])[0] or (steps[-1] if steps else "")
    if not _YOUTUBE_ID.fullmatch(found):
        return None
    return Embed(
        provider,
        f"{provider.frame_host}/embed/{found}?autoplay=1&rel=0",
        f"https://www.youtube.com/watch?v={found}",
    )


def _vimeo(provider: Provider, path: str, query: str, fragment: str) -> Embed | None:
    match = re.search(r"/(\d{6,12})(?:/([0-9a-f]{6,16}))?/?$", path)
    if match is None:
        return None
    params = {"autoplay": 1, "dnt": 1, **({"h": match[2]} if match[2] else {})}
    page = f"https://vimeo.com/{match[1]}" + (f"/{match[2]}" if match[2] else "")
    return Embed(provider, f"{provider.frame_host}/video/{match[1]}?{urlencode(params)}", page)


def _map(provider: Provider, path: str, query: str, fragment: str) -> Embed | None:
    match = _MAP.search(fragment)
    if match is None:
        return None
    zoom, latitude, longitude = min(int(match[1]), 19), float(match[2]), float(match[3])
    if not (-85 <= latitude <= 85 and -180 <= longitude <= 180):
        return None
    span = 360 / 2**zoom
    box = (longitude - span, latitude - span / 2, longitude + span, latitude + span / 2)
    params = {
        "bbox": ",".join(f"{edge:.5f}" for edge in box),
        "layer": "mapnik",
        "marker": f"{latitude:.5f},{longitude:.5f}",
    }
    page = f"https://www.openstreetmap.org/#map={zoom}/{latitude}/{longitude}"
    return Embed(provider, f"{provider.frame_host}/export/embed.html?{urlencode(params)}", page)


_READERS = {"youtube": _youtube, "vimeo": _vimeo, "openstreetmap": _map}
