"""What the golden set holds relevant, worked out from the demo's own data files and from nothing else."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "home" / "demo" / "data"
PAGES = HERE.parents[1] / "home" / "demo" / "pages"
OF_VARIANT = {"sku", "report", "shape", "cut", "color", "treatment", "origin", "metal"}
OF_PRODUCT = {"code", "stone", "type", "category", "subcategory", "nature", "tag"}
DICTIONARIES = {"shape": "shapes", "cut": "cuts", "color": "colors", "tag": "tags", "zodiac": "zodiac"}


@dataclass(frozen=True)
class Case:
    """One query of the golden set. ``kind`` says what is relevant: products, pages or places."""

    group: str
    language: str
    query: str
    kind: str
    relevant: frozenset[str]


def load(name: str) -> dict:
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)


class Facts:
    """The facts of the demo by which expectations are named."""

    def __init__(self) -> None:
        self.places = {
            f"{name}:{row['code']}"
            for name, table in DICTIONARIES.items()
            for row in load("dictionaries.toml")[table]
        }
        branches = {}
        for stone in load("taxonomy.toml")["types"]:
            self.places.add(f"stone:{stone['code']}")
            for category in stone["categories"]:
                self.places.add(f"category:{category['code']}")
                for leaf in category["sub_categories"]:
                    self.places.add(f"subcategory:{leaf['code']}")
                    branches[leaf["code"]] = (stone["code"], category["code"])
        files = [f"products/{path.name}" for path in sorted((DATA / "products").glob("*.toml"))] + [
            "jewelry.toml"
        ]
        self.products = [
            _product(row, *branches[row["sub_category"]]) for name in files for row in load(name)["products"]
        ]
        self.pages = {path.stem for path in (PAGES / "uk").glob("*.toml")}

    def slugs(self, expectation: str) -> frozenset[str]:
        """Return the Ukrainian slugs of the products of which all facts hold."""
        wanted = [
            (name, set(values.split(",")))
            for name, _, values in (part.partition("=") for part in expectation.split("&"))
        ]
        unknown = {name for name, _ in wanted} - OF_VARIANT - OF_PRODUCT
        assert not unknown, f"{expectation}: no such fact: {unknown}"
        return frozenset(product["slug"] for product in self.products if _holds(product, wanted))


def _product(row: dict, stone_type: str, category: str) -> dict:
    facts = {
        "code": {row["code"]},
        "stone": {row.get("stone_type", stone_type)},
        "type": {stone_type},
        "category": {category},
        "subcategory": {row["sub_category"]},
        "nature": {row["nature"]},
        "tag": set(row.get("tags", [])),
    }
    variants = []
    for variant in row["variants"]:
        own = {name: variant.get(name, "") for name in OF_VARIANT}
        variants.append({**own, "report": variant.get("report", {}).get("number", "")})
    return {"slug": row["slug_uk"], "facts": facts, "variants": variants}


def _holds(product: dict, wanted: list[tuple[str, set[str]]]) -> bool:
    own = [(name, values) for name, values in wanted if name in OF_PRODUCT]
    of_variant = [(name, values) for name, values in wanted if name in OF_VARIANT]
    return all(product["facts"][name] & values for name, values in own) and any(
        all(variant[name] in values for name, values in of_variant) for variant in product["variants"]
    )


def cases() -> Iterator[Case]:
    """Yield every case of the golden set with what is relevant for it."""
    facts = Facts()
    with (HERE / "golden.toml").open("rb") as file:
        sets = tomllib.load(file)["sets"]
    for group in sets:
        for query, expectation in group["queries"]:
            kind, relevant = "products", frozenset[str]()
            if expectation.startswith("page="):
                kind, relevant = "pages", frozenset(expectation[5:].split(",")) & facts.pages
            elif expectation.startswith("place="):
                kind, relevant = "places", frozenset(expectation[6:].split(",")) & facts.places
            else:
                relevant = facts.slugs(expectation)
            yield Case(group["class"], group["language"], query, kind, relevant)


def recall_at_10(found: list[str], relevant: frozenset[str]) -> float:
    return len(set(found[:10]) & relevant) / min(10, len(relevant))


def reciprocal_rank(found: list[str], relevant: frozenset[str]) -> float:
    return next((1 / rank for rank, name in enumerate(found, 1) if name in relevant), 0.0)


def table(scores: dict[str, list[tuple[float, float]]]) -> dict[str, tuple[int, float, float]]:
    """Return (cases, mean recall, mean reciprocal rank) by class."""
    rows: dict[str, tuple[int, float, float]] = defaultdict(lambda: (0, 0.0, 0.0))
    for group, values in scores.items():
        recalls, ranks = zip(*values, strict=True)
        rows[group] = (len(values), sum(recalls) / len(values), sum(ranks) / len(values))
    return rows
