"""Display settings: what the cookie says, what the browser wishes, which addresses are ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.view import LANGUAGES, SIZES, THEMES, View, _wished, local_path

VIEWS = st.builds(
    View,
    lang=st.sampled_from(LANGUAGES),
    theme=st.sampled_from(THEMES),
    size=st.sampled_from(SIZES),
    calm=st.booleans(),
    easy=st.booleans(),
)


@given(VIEWS)
def test_a_view_comes_back_from_its_cookie(view: View) -> None:
    assert View.parse(str(view), "de") == view


@given(st.text())
def test_junk_in_the_cookie_never_fails(words: str) -> None:
    view = View.parse(words, "en")
    assert view.lang in LANGUAGES
    assert view.theme in THEMES
    assert view.size in SIZES


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("", "de"),
        ("de-DE,de;q=0.9,en;q=0.8", "de"),
        ("en-US,en;q=0.9", "en"),
        ("en,de;q=0.5", "en"),
        ("en;q=0.5,de;q=0.9", "de"),
        ("en,de", "de"),
        ("fr-FR,fr;q=0.9", "de"),
        ("fr,en;q=0.1", "en"),
        ("*", "de"),
        ("en;q=nonsense", "de"),
        ("en;q=0", "de"),
    ],
)
def test_german_speaks_unless_the_browser_prefers_english(accepted: str, lang: str) -> None:
    assert _wished(accepted) == lang


@pytest.mark.parametrize("path", ["/", "/reisen", "/reisen?thema=B%C3%BCro", "/hilfe#reise"])
def test_a_path_of_this_site_is_followed(path: str) -> None:
    assert local_path(path, "/home") == path


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "reisen",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/reisen\r\nSet-Cookie: a=b",
    ],
)
def test_no_other_address_is_followed(address: str | None) -> None:
    assert local_path(address, "/home") == "/home"
