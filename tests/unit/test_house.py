"""The house keeps its own rules: who imports whom, how long things are, what may not be said."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
ROOMS = ("player", "studio", "workspace", "operator", "accounts", "site")
VAGUE_NAMES = {"views.py", "utils.py", "helpers.py", "services.py", "manager.py", "managers.py"}
LONGEST_VIEW = 25
LONGEST_TEMPLATE = 120

VIOLATIONS = {
    "layers": ("models/planted.py", "import app.ui\n"),
    "rooms": ("site/planted.py", "import app.player\n"),
    "new folder": ("planted/__init__.py", ""),
    "no-web": ("content/planted.py", "import flask\n"),
    "diary": ("site/planted.py", "import app.models.diary\n"),
    "answers": ("models/planted.py", "import app.models.entry\n"),
    "contributing": ("models/planted.py", "import app.models.contributing\n"),
    "figures": ("studio/planted.py", "import app.models.run\n"),
    "office": ("workspace/planted.py", "import app.models.learner\n"),
    "parsing": ("player/planted.py", "import app.content.source\n"),
    "yaml": ("models/planted.py", "import yaml\n"),
    "markdown": ("player/planted.py", "import markdown_it\n"),
    "cycles": ("engine/journey.py", "\n\ndef planted():\n    import app.engine.transition\n"),
}
CONTRACT_NAMES = {
    "layers": "Every folder has its layer",
    "rooms": "Every folder has its layer",
    "new folder": "planted",
    "no-web": "Models, content and lib know nothing about the web",
    "diary": "Reflections are read by the learner's own room only",
    "answers": "Answers are read by the run they belong to",
    "contributing": "Only insight reads the answers of those who agreed to be counted",
    "figures": "The rooms of staff see figures, not runs",
    "office": "Companies and the operator know nothing of learners",
    "parsing": "Journeys are parsed when written, never when walked",
    "yaml": "Only content.source reads YAML",
    "markdown": "Only content.markdown renders Markdown",
    "cycles": "Files of a folder do not import each other in a circle",
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_it_imports_only_what_the_house_allows():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_it_notices_a_planted_violation(contract, tmp_path):
    shutil.copytree(APP, tmp_path / "app", ignore=shutil.ignore_patterns("assets", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    name, code = VIOLATIONS[contract]
    file = tmp_path / "app" / name
    file.parent.mkdir(exist_ok=True)
    with file.open("a") as planted:
        planted.write(code)
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    broken = [line for line in done.stdout.splitlines() if "BROKEN" in line]
    said = done.stdout if contract == "new folder" else "\n".join(broken)
    assert CONTRACT_NAMES[contract] in said


def test_only_one_query_asks_who_agreed_to_be_counted():
    asking = {file.name for file in own_files(".py") if file.is_relative_to(APP)
              and re.search(r"\.c\.contributes|\.c\[.contributes.\]", text_of(file))}  # fmt: skip
    assert asking == {"contributing.py"}


IMPURE_NAMES = {"open", "eval", "exec", "compile", "input", "print", "now", "utcnow", "today"}
IMPURE_MODULES = {"random", "secrets", "time", "os", "io", "socket", "subprocess", "threading"}


@pytest.mark.parametrize("file", sorted((APP / "engine").glob("*.py")), ids=lambda file: file.name)
def test_the_engine_is_pure(file):
    tree = ast.parse(file.read_text("utf-8"))
    imported = {module for node in ast.walk(tree) for module in imported_modules(node)}
    outside = imported - sys.stdlib_module_names - {"app"}
    assert not outside, f"not of the standard library: {outside}"
    assert not imported & IMPURE_MODULES
    assert not {name for node in ast.walk(tree) for name in called_names(node)} & IMPURE_NAMES


def test_the_engine_loads_nothing_but_the_standard_library():
    probe = (
        "import sys; before = set(sys.modules); import app.engine; "
        "loaded = {name.partition('.')[0] for name in set(sys.modules) - before}; "
        "sys.exit(', '.join(loaded - sys.stdlib_module_names - {'app'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ""


def test_the_purity_check_notices_what_is_impure():
    tree = ast.parse("import random\nfrom os import path\nopen('x')\ndatetime.now()\n")
    nodes = list(ast.walk(tree))
    assert {module for node in nodes for module in imported_modules(node)} == {"random", "os"}
    assert {name for node in nodes for name in called_names(node)} == {"open", "now"}


def imported_modules(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {"app"} if node.level else {str(node.module).partition(".")[0]}
    return set()


def called_names(node: ast.AST) -> set[str]:
    if not isinstance(node, ast.Call):
        return set()
    if isinstance(node.func, ast.Attribute):
        # re.compile is pure, the built-in compile is not.
        return {node.func.attr} - {"compile"}
    return {node.func.id} if isinstance(node.func, ast.Name) else set()


def own_files(*endings: str) -> list[Path]:
    """Return the project's own files as git knows them, without those that are not added yet."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    files = [ROOT / name for name in listed if name]
    return [file for file in files if file.is_file() and (not endings or file.suffix in endings)]


def longest(file: Path) -> int:
    parts = file.relative_to(ROOT).parts
    if parts[0] == "app" and len(parts) > 2:
        if parts[1] == "engine":
            return 250
        if parts[1] in ROOMS:
            return 300
    return 400


def test_no_file_is_too_long():
    too_long = {
        str(file.relative_to(ROOT)): lines
        for file in own_files(".py", ".js")
        if (lines := len(file.read_text("utf-8").splitlines())) > longest(file)
    }
    assert not too_long


def test_no_template_is_too_long():
    too_long = {
        str(file.relative_to(ROOT)): lines
        for file in own_files(".html")
        if (lines := len(file.read_text("utf-8").splitlines())) > LONGEST_TEMPLATE
    }
    assert not too_long


def test_no_view_is_too_long():
    too_long = {
        f"{file.relative_to(ROOT)}:{view.name}": lines
        for room in ROOMS
        for file in sorted((APP / room).glob("*.py"))
        for view in views(file)
        if (lines := (view.end_lineno or 0) - view.lineno + 1) > LONGEST_VIEW
    }
    assert not too_long


def test_every_view_is_called_verb_and_noun():
    usual = {"list", "show", "new", "create", "edit", "update", "delete"}
    verbs = usual | {"save", "confirm", "erase", "export", "leave"}
    wrong = [
        f"{file.relative_to(ROOT)}:{view.name}"
        for room in ROOMS
        for file in sorted((APP / room).glob("*.py"))
        for view in views(file)
        if view.name.partition("_")[0] not in verbs or not view.name.partition("_")[2]
    ]
    assert not wrong


def views(file: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(file.read_text("utf-8"))
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and is_view(node)]


def is_view(node: ast.FunctionDef) -> bool:
    calls = [decorator.func for decorator in node.decorator_list if isinstance(decorator, ast.Call)]
    return any(
        isinstance(call, ast.Attribute) and call.attr in ("get", "post", "route") for call in calls
    )


def test_every_module_says_what_it_is_for():
    silent = [
        str(file.relative_to(ROOT))
        for file in own_files(".py")
        if file.is_relative_to(APP) and not ast.get_docstring(ast.parse(file.read_text("utf-8")))
    ]
    assert not silent


def test_no_file_has_a_vague_name():
    assert not [str(file) for file in own_files(".py") if file.name in VAGUE_NAMES]


# This file is left out of the search, because it has to spell what it looks for.
FORBIDDEN = re.compile(
    r"(?<![\w.:/])/(?:work|root|tmp|home)/\w"
    r"|\b(?:TODO|FIXME|XXX|HACK)\b"
    r"|registry\.npmjs|files\.pythonhosted|pypi\.org"
)


def test_no_file_names_a_machine_or_is_unfinished():
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for file in own_files()
        if file != Path(__file__)
        for number, line in enumerate(text_of(file).splitlines(), start=1)
        if FORBIDDEN.search(line)
    ]
    assert not found


@pytest.mark.parametrize("text", ["see /work/x", "'/tmp/x'", "# TODO later", "pypi.org/simple"])
def test_the_search_for_machines_finds_them(text):
    assert FORBIDDEN.search(text)
    assert not FORBIDDEN.search("https://reise.example/home/tmp and rooms/home/tmp.py")


def text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        return ""
