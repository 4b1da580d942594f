"""Pages of this room: drawn whole, and drawn again with what was wrong with their form."""

from typing import Any

from flask import Response, make_response, render_template

from app.ui.forms import Form


def page(template: str, form: Form | None = None, **values: Any) -> str:
    """Draw a page; `errors` are the words of its form, by field."""
    return render_template(
        f"accounts/{template}", errors=form.sentences() if form else {}, **values
    )


def refused(template: str, form: Form, **values: Any) -> Response:
    """Draw the page of a form again, with what was wrong. Secrets have to be typed once more."""
    return make_response(page(template, form, **values), 422)


def void() -> Response:
    """Say that a link does not hold: used, replaced or never given are one text."""
    return make_response(page("links/void.html"), 404)
