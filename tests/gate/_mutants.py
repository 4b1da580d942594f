"""Small changes to the sources of `app/engine`, each of which some test should notice."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_NEVER_SWAPPED = {"isinstance", "cast", "min", "max"}
_NEVER_CHANGED = {"annotation", "returns", "decorator_list", "type_comment"}
"""Parts of the tree that do nothing at run time, or that every import would stumble over."""

LONGEST_CONTEXT = 100


@dataclass(frozen=True)
class Mutant:
    """One change: ``new`` stands in ``field`` of ``holder``, at ``index`` where that is a list.

    ``lines`` are those of the statement, so that only tests that run one of them are asked; None
    where the import itself runs it. ``id`` names function and change, and stays when lines move.
    """

    module: str
    id: str
    lines: range | None
    tree: ast.Module
    holder: ast.AST
    field: str
    index: int | None
    new: ast.AST

    def compiled(self, path: Path) -> CodeType:
        """Return the changed module; its tree is spoilt by this, so one process takes one."""
        if self.index is None:
            setattr(self.holder, self.field, self.new)
        else:
            getattr(self.holder, self.field)[self.index] = self.new
        return compile(ast.fix_missing_locations(self.tree), str(path), "exec")


def mutants_of(path: Path) -> list[Mutant]:
    """Return all mutants of a file, in the order of its lines."""
    found = list(_Search(path).mutants())
    seen: Counter[str] = Counter()
    named = []
    for mutant in found:
        seen[mutant.id] += 1
        again = f" ({seen[mutant.id]})" if seen[mutant.id] > 1 else ""
        named.append(replace(mutant, id=mutant.id + again))
    return named


class _Search:
    def __init__(self, path: Path) -> None:
        self.module = path.stem
        self.tree = ast.parse(path.read_text("utf-8"))

    def mutants(self) -> Iterator[Mutant]:
        return self._below(self.tree, (), None, None)

    def _below(
        self, holder: ast.AST, names: tuple[str, ...], lines: range | None, above: ast.AST | None
    ) -> Iterator[Mutant]:
        """Search in what a node holds; ``lines`` is None outside functions."""
        for field, index, node in _parts(holder):
            if field in _NEVER_CHANGED or _is_said_only(node):
                continue
            own = _lines(holder, field, node, lines)
            for new in _changes(node, holder, own is not None):
                yield self._mutant(names, own, holder, above, field, index, node, new)
            inner = (*names, node.name) if hasattr(node, "name") and _is_scope(node) else names
            yield from self._below(node, inner, own, holder)

    def _mutant(
        self,
        names: tuple[str, ...],
        lines: range | None,
        holder: ast.AST,
        above: ast.AST | None,
        field: str,
        index: int | None,
        node: ast.AST,
        new: ast.AST,
    ) -> Mutant:
        old = ast.unparse(node)
        changed = ast.unparse(ast.fix_missing_locations(ast.copy_location(new, node)))
        outer = above if isinstance(holder, ast.keyword) else holder
        around = f"  in {ast.unparse(outer)}" if isinstance(outer, ast.expr) else ""
        around = around if len(around) <= LONGEST_CONTEXT else ""
        name = f"{'.'.join((self.module, *names))}: {old} → {changed}{around}"
        return Mutant(self.module, name, lines, self.tree, holder, field, index, new)


def _parts(holder: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(holder):
        if isinstance(value, ast.AST):
            yield field, None, value
        elif isinstance(value, list):
            for index, node in enumerate(value):
                if isinstance(node, ast.AST):
                    yield field, index, node


def _lines(holder: ast.AST, field: str, node: ast.AST, outer: range | None) -> range | None:
    """Return the lines that run together with this node, None for what runs at import."""
    is_function = isinstance(holder, ast.FunctionDef)
    if is_function and field != "body":
        return outer
    if outer is None and not is_function:
        return None
    if isinstance(node, ast.stmt) or isinstance(holder, ast.stmt) and hasattr(holder, "body"):
        return range(getattr(node, "lineno", 0), (getattr(node, "end_lineno", 0) or 0) + 1)
    return outer


def _is_scope(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.ClassDef)


def _is_said_only(node: ast.AST) -> bool:
    """Whether a statement tells readers something: a docstring, an ellipsis, public names."""
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) == "__all__"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changes(node: ast.AST, holder: ast.AST, in_function: bool) -> Iterator[ast.AST]:
    if isinstance(node, ast.expr) and getattr(node, "ctx", None).__class__ is not ast.Store:
        yield from _of_expression(node)
        if _is_test(node, holder):
            yield ast.UnaryOp(ast.Not(), node)
    elif isinstance(node, ast.stmt) and in_function:
        yield from _of_statement(node)


def _is_test(node: ast.expr, holder: ast.AST) -> bool:
    """Whether a branch depends on this expression, and no other change turns it round."""
    asked = getattr(holder, "test", None) is node or node in getattr(holder, "ifs", ())
    return asked and not isinstance(node, ast.Compare | ast.UnaryOp | ast.BoolOp)


def _of_expression(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Compare):
        for index, op in enumerate(node.ops):
            for new in _COMPARISONS[type(op)]:
                ops = [*node.ops[:index], new(), *node.ops[index + 1 :]]
                yield ast.Compare(node.left, ops, node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    else:
        yield from _of_value(node)


def _of_value(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC and not _is_type(node):
        yield ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node.value)
    elif isinstance(node, ast.Call) and _can_swap(node):
        yield ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords)


def _of_constant(value: object) -> Iterator[ast.expr]:
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
    elif isinstance(value, str):
        yield ast.Constant(value + "x")


def _is_type(node: ast.BinOp) -> bool:
    """Whether this is a union of classes, which every other operator refuses."""
    return isinstance(node.op, ast.BitOr) and ast.unparse(node.right)[:1].isupper()


def _can_swap(node: ast.Call) -> bool:
    return (
        len(node.args) > 1
        and not any(isinstance(arg, ast.Starred) for arg in node.args)
        and ast.unparse(node.func) not in _NEVER_SWAPPED
        and ast.dump(node.args[0]) != ast.dump(node.args[1])
    )


def _of_statement(node: ast.stmt) -> Iterator[ast.stmt]:
    nothing = ast.Constant(None)
    if isinstance(node, ast.Return) and node.value and ast.unparse(node.value) != "None":
        yield ast.Return(nothing)
    elif isinstance(node, ast.Assign) and ast.unparse(node.value) != "None":
        yield ast.Assign(node.targets, nothing)
    elif isinstance(node, ast.AugAssign) and type(node.op) in _ARITHMETIC:
        yield ast.AugAssign(node.target, _ARITHMETIC[type(node.op)](), node.value)
    elif isinstance(node, ast.Continue):
        yield ast.Break()
    elif isinstance(node, ast.Break):
        yield ast.Continue()
    elif isinstance(node, ast.Raise | ast.Delete) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        yield ast.Pass()
