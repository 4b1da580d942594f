"""The engine is pure: the standard library only, no clock, no chance, no I/O, no circle."""

from __future__ import annotations

import ast
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ENGINE = Path(__file__).parents[3] / "app" / "engine"
FILES = sorted(ENGINE.glob("*.py"))
FORBIDDEN_NAMES = {
    "__import__", "breakpoint", "compile", "eval", "exec", "globals", "input", "locals", "now",
    "open", "print", "random", "sleep", "today", "utcnow",
}  # fmt: skip
FORBIDDEN_MODULES = {
    "asyncio", "datetime", "io", "logging", "os", "pathlib", "random", "secrets", "shutil",
    "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip


def _imports(tree: ast.AST) -> set[str]:
    """Return imported modules; ``from app.engine import text`` names a module too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            if node.module == "app.engine":
                found |= {f"app.engine.{alias.name}" for alias in node.names}
            else:
                found.add(str(node.module))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_imports_the_standard_library_and_its_siblings_only(path: Path) -> None:
    for module in _imports(ast.parse(path.read_text("utf-8"))):
        top = module.partition(".")[0]
        assert module.startswith("app.engine.") or top in sys.stdlib_module_names, module
        assert top not in FORBIDDEN_MODULES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_asks_no_clock_no_chance_and_no_disk(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", None)
        assert name not in FORBIDDEN_NAMES, (name, node.lineno)  # type: ignore[attr-defined]


def test_files_do_not_import_each_other_in_a_circle() -> None:
    graph = {
        f"app.engine.{path.stem}": _imports(ast.parse(path.read_text("utf-8"))) for path in FILES
    }
    del graph["app.engine.__init__"]
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_has_at_most_250_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 250
