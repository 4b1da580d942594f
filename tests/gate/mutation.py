"""Mutation testing of `app/engine`: its own unit tests notice nine of ten small changes.

Every survivor stands with its reason in `survivors.toml`, and counts as one without another trial,
which would take the longest. Each other mutant is imported in the place of its module by a process
of its own, which runs the tests that reach its lines: first those that noticed most of its module
so far, then the fastest. Outcomes are kept, so that a run goes on where the last one stopped: a
mutant stays noticed while the test that noticed it and the modules that this test runs stay as they
are, and whatever lived on is tried again after any change. Beginnings of mutants' names, such as
modules, narrow the run.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import resource
import signal
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple, NoReturn

import cryptography.fernet
import pytest
import sqlalchemy
from hypothesis import Phase, settings

import tests.postgres
from tests.gate import DIVISOR, keep
from tests.gate._mutants import Mutant, mutants_of

# What conftest and tests import anyway is imported before processes are forked.
WARM = (cryptography.fernet, sqlalchemy, tests.postgres)

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "app" / "engine"
TESTS = ROOT / "tests" / "unit" / "engine"
_TEST_FILES = sorted([*TESTS.glob("*.py"), *TESTS.parent.glob("*.py")])
NOT_ASKED = ["test_purity.py"]
"""They read the files of the engine instead of running them."""

OPTIONS = ["-q", "-x", "-p", "no:cacheprovider", "--assert=plain"]
"""Nobody reads how a mutant failed, so nothing is spent on telling it well."""
WORKERS = os.cpu_count() or 1
WANTED = 90.0
MOST_MEMORY = 2 * 1024**3
PATIENCE = 5.0
"""Seconds of the processor beyond three times what a test takes under trace."""
SURVIVED, KILLED, NOT_RUN = 0, 1, 3


def main() -> int:
    """Try every mutant; return 1 where too many survive, or one without a reason."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    known = [mutant for path in sorted(ENGINE.glob("*.py")) for mutant in mutants_of(path)]
    wanted = tuple(sys.argv[1:]) or ("",)
    chosen = [mutant for mutant in known if mutant.id.startswith(wanted)][::DIVISOR]
    reasons = tomllib.loads(Path(__file__).with_name("survivors.toml").read_text("utf-8"))
    outcomes = Outcomes(ROOT / "instance" / "mutation.jsonl")
    outcomes.survived |= dict.fromkeys(reasons, True)
    pending = [mutant for mutant in chosen if mutant.id not in outcomes.survived]
    if pending:
        _try(pending, _reach(), outcomes)
    return _report(known, chosen, outcomes, reasons)


def _digest(modules: Iterable[str], test_file: str) -> str:
    """Return what an outcome depends on: modules, a file of tests, what tests are made with."""
    made_with = [path for path in _TEST_FILES if not path.name.startswith("test_")]
    whole = hashlib.sha256()
    for path in [*(ENGINE / f"{name}.py" for name in modules), ROOT / test_file, *made_with]:
        whole.update(path.name.encode() + (path.read_bytes() if path.is_file() else b""))
    return whole.hexdigest()[:16]


def _digest_of_all() -> str:
    files = [*ENGINE.glob("*.py"), *_TEST_FILES]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(files))).hexdigest()[:16]


class Outcomes:
    """Which mutants survived, by id, in a file that grows by a line for each.

    Read are those that still hold.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.survived: dict[str, bool] = {}
        self.noticing: dict[str, Counter[str]] = defaultdict(Counter)
        self._path = path
        self._digests: dict[tuple[str, ...], str] = {}
        for line in path.read_text("utf-8").splitlines() if path.exists() else []:
            id_, survived, modules, test_file, digest = json.loads(line)
            if digest == self._digest(modules, test_file):
                self.survived[id_] = survived

    def add(self, mutant: Mutant, survived: bool, noticed: str, reach: Reach) -> None:
        """Keep an outcome; ``noticed`` is the test that failed, empty where there is none."""
        modules = sorted({mutant.module, *reach[noticed][1]}) if noticed in reach else []
        test_file = noticed.split("::")[0] if modules else ""
        digest = self._digest(modules, test_file)
        self.survived[mutant.id] = survived
        self.noticing[mutant.module][noticed] += 1
        with self._path.open("a", encoding="utf-8") as file:
            line = [mutant.id, survived, modules, test_file, digest]
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _digest(self, modules: list[str], test_file: str) -> str:
        key = (*modules, test_file)
        if key not in self._digests:
            known = _digest(modules, test_file) if modules else _digest_of_all()
            self._digests[key] = known
        return self._digests[key]


Reach = dict[str, tuple[float, dict[str, list[int]]]]
"""Of each test its seconds, and of each module the lines that it runs."""


def _reach() -> Reach:
    """Run the tests once without any mutant, in a process that this one does not share.

    What it found is kept as long as engine and tests stay as they are.
    """
    kept = ROOT / "instance" / f"mutation-reach-{_digest_of_all()}.json"
    if not kept.exists():
        if not (child := os.fork()):
            _trace(kept.with_suffix(".new"))
        _, status = os.waitpid(child, 0)
        if status:
            raise SystemExit("The tests of the engine fail without any mutant.")
        kept.with_suffix(".new").rename(kept)
    return json.loads(kept.read_text("utf-8"))


def _trace(out: Path) -> NoReturn:
    tracer = Tracer()
    status = _pytest([str(TESTS)], tracer)
    out.write_text(json.dumps(tracer.reach), "utf-8")
    os._exit(int(status != 0))


def _pytest(arguments: Iterable[str], plugin: object) -> int:
    """Run tests without a word."""
    silent = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silent, stream)
    ignored = [f"--ignore={TESTS / name}" for name in NOT_ASKED]
    return int(pytest.main([*OPTIONS, *ignored, *arguments], plugins=[plugin, Unshrunk()]))


class Unshrunk:
    """A mutant is noticed by any example; the smallest one would be looked for in vain."""

    def pytest_configure(self) -> None:
        phases = [Phase.explicit, Phase.generate]
        settings.register_profile("mutation", settings.get_profile("ci"), phases=phases)
        settings.load_profile("mutation")


class Tracer:
    """Notes the lines of the engine that each test runs."""

    def __init__(self) -> None:
        self.reach: Reach = {}

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        unseen: dict[CodeType, set[int]] = {}

        def called(frame: FrameType, *_: object) -> Any:
            code = frame.f_code
            if not code.co_filename.startswith(str(ENGINE)):
                return None
            if code not in unseen:
                unseen[code] = _lines_of(code)
            # Once all its lines were seen, a function runs on at full speed.
            return partial(ran, unseen[code])(frame) if unseen[code] else None

        def ran(rest: set[int], frame: FrameType, *_: object) -> Any:
            rest.discard(frame.f_lineno)
            return partial(ran, rest)

        started = time.process_time()
        sys.settrace(called)
        yield
        sys.settrace(None)
        seconds = time.process_time() - started
        reached: dict[str, set[int]] = {}
        for code, rest in unseen.items():
            module = Path(code.co_filename).stem
            reached.setdefault(module, set()).update(_lines_of(code) - rest)
        lines = {module: sorted(numbers) for module, numbers in reached.items()}
        self.reach[item.nodeid] = (seconds, lines)


def _lines_of(code: CodeType) -> set[int]:
    return {line for _, _, line in code.co_lines() if line is not None}


def _try(pending: list[Mutant], reach: Reach, outcomes: Outcomes) -> None:
    """Run as many processes as there are cores until every mutant was tried."""
    running: dict[int, Trial] = {}
    started = time.monotonic()
    for number, mutant in enumerate(pending, 1):
        if len(running) == WORKERS:
            _await(running, reach, outcomes)
        asked = _asked(mutant, reach, outcomes.noticing[mutant.module])
        if asked:
            trial = _fork(mutant, asked)
            running[trial.process] = trial
        else:
            outcomes.add(mutant, True, "", reach)
        if number % 100 == 0:
            minutes = (time.monotonic() - started) / 60
            print(f"{number} of {len(pending)} mutants, {minutes:.1f} min", flush=True)
    while running:
        _await(running, reach, outcomes)


class Trial(NamedTuple):
    """A process that tries a mutant; ``says`` is where it tells the test that noticed."""

    process: int
    mutant: Mutant
    says: int


def _asked(mutant: Mutant, reach: Reach, noticing: Counter[str]) -> dict[str, float]:
    """Return the tests that run a line of the mutant in the order to try, with their seconds."""
    found = {
        test: seconds
        for test, (seconds, lines) in reach.items()
        if mutant.lines is None or set(mutant.lines) & set(lines.get(mutant.module, ()))
    }
    return dict(sorted(found.items(), key=lambda each: (-noticing[each[0]], each[1])))


def _fork(mutant: Mutant, asked: dict[str, float]) -> Trial:
    says, tells = os.pipe()
    child = os.fork()
    if child:
        os.close(tells)
        return Trial(child, mutant, says)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.meta_path.insert(0, Changed(mutant))
    gc.disable()
    status = _pytest(sorted({test.split("::")[0] for test in asked}), Chosen(asked, tells))
    os._exit({0: SURVIVED, 5: NOT_RUN}.get(status, KILLED))


class Changed(SourceFileLoader):
    """Finds and loads the changed module in the place of the real one."""

    def __init__(self, mutant: Mutant) -> None:
        package = "app.engine"
        self._mutant = mutant
        name = package if mutant.module == "__init__" else f"{package}.{mutant.module}"
        super().__init__(name, str(ENGINE / f"{mutant.module}.py"))

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        is_package = self._mutant.module == "__init__"
        if name != self.name:
            return None
        spec = spec_from_loader(name, self, is_package=is_package)
        if spec and is_package:
            spec.submodule_search_locations = [str(ENGINE)]
        return spec

    def get_code(self, _: str) -> CodeType:
        return self._mutant.compiled(Path(self.path))


class Chosen:
    """Runs only the tests that may notice, in their order, and tells which one did.

    A test that takes far longer than without a mutant has noticed it too: it would never end.
    """

    def __init__(self, asked: dict[str, float], tells: int) -> None:
        self._asked = asked
        self._tells = tells

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self._asked]
        order = list(self._asked)
        items.sort(key=lambda item: order.index(item.nodeid))

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        signal.signal(signal.SIGPROF, lambda *_: self._noticed(item.nodeid))
        signal.setitimer(signal.ITIMER_PROF, PATIENCE + 3 * self._asked[item.nodeid])
        yield
        signal.setitimer(signal.ITIMER_PROF, 0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._noticed(report.nodeid)

    def _noticed(self, test: str) -> NoReturn:
        os.write(self._tells, test.encode())
        # What follows would only tidy up a process that ends here.
        os._exit(KILLED)


def _await(running: dict[int, Trial], reach: Reach, outcomes: Outcomes) -> None:
    """Wait for one process; one that was ended for its time or memory has noticed its mutant."""
    child, status = os.wait()
    trial = running.pop(child)
    with os.fdopen(trial.says, "rb") as says:
        noticed = says.read().decode()
    code = os.waitstatus_to_exitcode(status)
    if code == NOT_RUN:
        raise SystemExit(f"No test ran for {trial.mutant.id}")
    outcomes.add(trial.mutant, code == SURVIVED, noticed, reach)


def _report(
    known: list[Mutant], chosen: list[Mutant], outcomes: Outcomes, reasons: dict[str, str]
) -> int:
    survivors = [mutant.id for mutant in chosen if outcomes.survived[mutant.id]]
    unexplained = [id_ for id_ in survivors if id_ not in reasons]
    left_over = set(reasons) - {mutant.id for mutant in known}
    for title, ids in (("no reason", unexplained), ("no such mutant", sorted(left_over))):
        for id_ in ids:
            print(f"{title}: {id_}")
    rate = 100 * (1 - len(survivors) / len(chosen)) if chosen else 0.0
    held = rate >= WANTED and not unexplained and not left_over
    if not sys.argv[1:]:
        keep(
            name="Mutants of the engine that its tests notice",
            value=round(rate, 2),
            goal=f"≥ {WANTED:g} %, the rest explained",
            ok=held,
            unit="%",
            note=f"{len(survivors)} of {len(chosen)} live on, {len(unexplained)} without a reason",
        )
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
