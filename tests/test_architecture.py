"""Imports point downwards, and models stay private to their area.

`lint-imports` checks the layers; here stand the rules that it cannot say, each with a control that
proves a crossing is found.
"""

import tomllib
from pathlib import Path

import grimp
import pytest
from importlinter.configuration import configure
from importlinter.contracts.layers import LayersContract

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("gemsite", "home", "catalog", "commerce", "gemkit")
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph(*PACKAGES, cache_dir=None)


def area(module):
    """Return the area a module belongs to: one app of commerce, or a whole package."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "commerce" else parts[0]


def foreign_model_imports(graph):
    """Return (importer, models module) pairs that cross a border between areas."""
    models = [module for module in graph.modules if "models" in module.removeprefix(area(module)).split(".")]
    return sorted(
        (importer, module)
        for module in models
        for importer in graph.find_modules_that_directly_import(module)
        if area(importer) != area(module)
    )


def test_models_are_private_to_their_area(graph):
    assert foreign_model_imports(graph) == []


@pytest.mark.parametrize(
    ("importer", "imported", "is_found"),
    [
        ("commerce.orders.services", "commerce.pricing.models", True),
        ("commerce.cart.selectors", "catalog.models.products", True),
        ("home.blocks.commerce", "catalog.models", True),
        ("commerce.orders.migrations.0001_initial", "commerce.customers.models", True),
        ("commerce.pricing.services", "commerce.pricing.models", False),
        ("catalog.web.cards", "catalog.models.products", False),
        ("commerce.orders.services", "commerce.pricing.services", False),
    ],
)
def test_a_crossing_is_found(importer, imported, is_found):
    graph = grimp.ImportGraph()
    graph.add_import(importer=importer, imported=imported)

    assert foreign_model_imports(graph) == ([(importer, imported)] if is_found else [])


def is_kept(graph, contract_id):
    configure()
    contract = CONTRACTS[contract_id]
    options = {
        key: value if isinstance(value, list) else str(value)
        for key, value in contract.items()
        if key not in {"id", "name", "type"}
    }
    return (
        LayersContract(contract["name"], {"root_packages": list(PACKAGES)}, options)
        .check(graph, verbose=False)
        .kept
    )


@pytest.mark.parametrize(
    ("contract_id", "importer", "imported"),
    [
        ("packages", "catalog.models", "commerce.ledger.models"),
        ("packages", "gemkit.money", "catalog.enums"),
        ("commerce", "commerce.ledger.models", "commerce.checkout.apps"),
        ("commerce", "commerce.cart.models", "commerce.orders.models"),
        ("areas", "commerce.orders.models", "commerce.orders.apps"),
    ],
)
def test_a_layer_crossed_on_purpose_breaks_its_contract(graph, contract_id, importer, imported):
    assert is_kept(graph, contract_id)

    graph.add_import(importer=importer, imported=imported)
    try:
        assert not is_kept(graph, contract_id)
    finally:
        graph.remove_import(importer=importer, imported=imported)


def test_a_new_area_must_be_given_its_place():
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    graph.add_module("commerce.somewhere")

    assert not is_kept(graph, "commerce")
