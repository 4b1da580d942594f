"""Hostile drawings: nothing that runs, loads or looks elsewhere survives in what is kept."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lib.svg import NoDrawing, clean
from tests.browser.hostile import CORPUS

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
CIRCLE = '<circle cx="5" cy="5" r="4"/>'
HARMFUL = re.compile(
    r"script|\son\w+\s*=|javascript|foreignobject|<image|<iframe|<animate|<set\b|data:|https?://(?!www"
    r"\.w3\.org/2000/svg\")|url\((?!#)|@import|<!|<\?|expression|behavior|\\",
    re.IGNORECASE,
)
HOSTILE = (
    "<script>alert(1)</script>",
    "<SCRIPT>alert(1)</SCRIPT>",
    '<script href="https://example.org/x.js"/>',
    '<script xlink:href="data:text/javascript,alert(1)"/>',
    '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
    '<circle r="1" onload="alert(1)"/>',
    '<circle r="1" ONCLICK="alert(1)"/>',
    '<circle r="1" onfocusin="alert(1)" tabindex="0"/>',
    '<circle r="1" onbegin="alert(1)"/>',
    '<a href="javascript:alert(1)"><circle r="1"/></a>',
    '<a xlink:href="java&#10;script:alert(1)"><circle r="1"/></a>',
    '<a href="data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;"><text>x</text></a>',
    "<foreignObject><iframe src='javascript:alert(1)'/></foreignObject>",
    '<foreignObject><b xmlns="http://www.w3.org/1999/xhtml"><img src="x"/></b></foreignObject>',
    '<iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/>',
    '<img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="alert(1)"/>',
    '<image href="https://example.org/pixel.png"/>',
    '<image xlink:href="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+"/>',
    '<feImage href="https://example.org/x"/>',
    '<filter id="f"><feImage xlink:href="#f"/></filter>',
    '<use href="https://example.org/x.svg#a"/>',
    '<use xlink:href="data:image/svg+xml,&lt;svg id=&apos;x&apos;/&gt;#x"/>',
    '<use href="//example.org/x.svg#a"/>',
    '<animate attributeName="href" values="javascript:alert(1)"/>',
    '<set attributeName="onmouseover" to="alert(1)"/>',
    '<animateTransform onbegin="alert(1)"/>',
    '<handler xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load">alert(1)</handler>',
    '<style>@import url("https://example.org/x.css");</style>',
    "<style>circle{fill:url(https://example.org/x)}</style>",
    "<style>circle{background:u\\72l(//example.org)}</style>",
    "<style>circle{fill:red;behavior:url(x.htc)}</style>",
    "<style>@font-face{font-family:x;src:url(//example.org/x.woff)}</style>",
    "<style><![CDATA[</style><script>alert(1)</script>]]></style>",
    "<style>c{fill:red}/*</style><style>*/ circle{fill:url(//x)}</style>",
    '<circle r="1" style="fill:url(https://example.org/x)"/>',
    '<circle r="1" style="background-image:url(javascript:alert(1))"/>',
    '<circle r="1" style="fill: url( &quot;//example.org&quot; )"/>',
    '<circle r="1" style="width:expression(alert(1))"/>',
    '<circle r="1" style="/*x*/fill:u/**/rl(//example.org)"/>',
    '<circle r="1" fill="url(//example.org/x#a)"/>',
    '<circle r="1" fill="URL(https://example.org)"/>',
    '<circle r="1" mask="url(data:image/svg+xml,x#m)"/>',
    '<circle r="1" clip-path="url(\'https://example.org/#c\')"/>',
    '<circle r="1" cursor="url(https://example.org/c.cur)"/>',
    '<text>&lt;script&gt;alert(1)&lt;/script&gt;</text><script/>',
    '<title><script>alert(1)</script></title>',
    '<metadata><rdf xmlns="x:y">https://example.org</rdf></metadata>',
    '<audio xmlns="http://www.w3.org/1999/xhtml" src="https://example.org/x"/>',
    '<?xml-stylesheet href="https://example.org/x.xsl"?>',
    "<!-- <script>alert(1)</script> -->",
    '<circle r="1" xml:base="javascript:alert(1)//"/>',
    '<circle r="1" id="a b&quot;onload=alert(1)"/>',
    '<unknown><circle r="1" onload="alert(1)"/></unknown>',
)  # fmt: skip


def cleaned(inside: str) -> str:
    return clean(f"{HEAD}{inside}{CIRCLE}</svg>".encode()).data.decode()


@pytest.mark.parametrize("inside", HOSTILE)
def test_nothing_hostile_is_kept_and_the_rest_is(inside):
    written = cleaned(inside)
    # Words may say anything: they are escaped, so they are taken out before looking.
    marked = re.sub(r">[^<]*<", "><", written)
    assert not HARMFUL.search(marked), written
    assert CIRCLE in written
    assert written.count("<svg") == 1


def test_the_corpus_is_as_large_as_promised():
    assert len(set(HOSTILE)) >= 50


@pytest.mark.parametrize("words", CORPUS)
def test_words_and_values_stay_words_and_values(words):
    from html import escape

    safe = "".join(sign for sign in words if sign == "\t" or sign >= " ")
    written = cleaned(f'<text class="{escape(safe)}">{escape(safe)}</text>')
    again = clean(written.encode()).data.decode()
    assert again == written
    assert not re.search(r"<(?!/?(?:svg|text|circle)\b)", written)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "svg-broken"),
        ("<svg", "svg-broken"),
        ("<html><svg/></html>", "svg-broken"),
        (HEAD + "&unknown;</svg>", "svg-broken"),
        (HEAD + CIRCLE, "svg-broken"),
        ('<svg xmlns="http://www.w3.org/1999/xhtml"/>', "svg-broken"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "svg-entities"),
        ('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>', "svg-entities"),
        ('<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://example.org/x"> %p;]><svg/>', "svg-entities"),
        (HEAD + "<g>" * 60 + "</g>" * 60 + "</svg>", "svg-large"),
        (HEAD + CIRCLE * 20_001 + "</svg>", "svg-large"),
        (HEAD + '<g id="a"><use href="#a"/></g></svg>', "svg-large"),
    ],
)
def test_what_is_no_harmless_drawing_is_refused(source, code):
    with pytest.raises(NoDrawing) as refused:
        clean(source.encode())
    assert refused.value.code == code


def test_a_thousand_million_laughs_are_refused_before_they_begin():
    levels = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    bomb = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{"".join(levels)}]><svg><text>&l9;</text></svg>'
    with pytest.raises(NoDrawing, match="svg-entities"):
        clean(bomb.encode())


def nested(link: str) -> str:
    """Return groups of which each draws the one before ten times."""
    return "".join(
        f'<g id="g{n}">' + link.format(n - 1) * 10 + "</g>" if n else '<g id="g0"><path d=""/></g>'
        for n in range(9)
    )


@pytest.mark.parametrize(
    "inside",
    [
        nested('<use href="#g{}"/>') + '<use href="#g8"/>',
        nested('<path d="" fill="url(#g{})"/>'),
        "<style>"
        + "".join(f".c{n}{{fill:url(#g{n})}}" for n in range(9))
        + "</style>"
        + nested('<path d="" class="c{}"/>'),
    ],
)
def test_a_small_drawing_without_end_is_refused(inside):
    with pytest.raises(NoDrawing, match="svg-large"):
        clean(f"{HEAD}{inside}</svg>".encode())


def test_what_a_drawing_needs_is_kept():
    source = (
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
        + HEAD.replace(">", ' viewBox="0 0 10 10" width="10">', 1)
        + '<title>Zwei &amp; drei</title><defs><linearGradient id="g"><stop offset="0" '
        'style="stop-color:#fff;stop-opacity:.5"/></linearGradient></defs>'
        "<style>.a, .b { fill: url(#g); stroke: none }</style>"
        '<path class="a" d="M0 0h5" style="fill-rule: evenodd !important"/>'
        '<use xlink:href="#g" xml:space="preserve"/></svg>'
    )
    written = clean(source.encode())
    assert written.left_out == ()
    text = written.data.decode()
    assert 'viewBox="0 0 10 10" width="10"' in text
    assert "<title>Zwei &amp; drei</title>" in text
    assert 'stop-color="#fff" stop-opacity=".5"' in text
    assert ".a, .b { fill: url(#g); stroke: none }" in text
    assert '<path class="a" d="M0 0h5" fill-rule="evenodd"/>' in text
    assert '<use href="#g" xml:space="preserve"/>' in text
    assert clean(written.data).data == written.data


def test_it_names_what_was_left_out():
    found = clean(f'{HEAD}<script/><g onload="x"/><image href="data:x"/></svg>'.encode())
    assert found.left_out == ("<image>", "<script>", "onload")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_make_it_fail_otherwise(data):
    for source in (data, HEAD.encode() + data + b"</svg>"):
        try:
            once = clean(source).data
        except NoDrawing:
            continue
        assert clean(once).data == once
