"""Paging: which part of a long list a page shows."""

from dataclasses import dataclass

from flask import request

ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a list: its number from 1 on, how many there are, and the row it starts with."""

    number: int
    pages: int
    start: int


def part_of(found: int) -> Part:
    """Return the page that `seite` in the address asks for, or the nearest there is."""
    pages = max(1, -(-found // ROWS_A_PAGE))
    number = min(max(1, request.args.get("seite", 1, type=int)), pages)
    return Part(number, pages, (number - 1) * ROWS_A_PAGE)
