"""The looks of a journey's map: rules for the classes of `journey_map`, in light and dark.

Each kind of step has a colour and its name in words beside it.
"""

_LIGHT = (
    "--m-paper:#fbf7ee;--m-band:#f3ebdd;--m-box:#fefdf9;--m-ink:#18232d;--m-soft:#4a5761;"
    "--m-line:#877c69;--m-tell:#58656f;--m-choose:#0f5c36;--m-ask:#055d7e;--m-own:#7f3977;"
    "--m-end:#a8521a"
)
_DARK = (
    "--m-paper:#0f1720;--m-band:#19212c;--m-box:#232e39;--m-ink:#f0ece4;--m-soft:#c6c0b6;"
    "--m-line:#8c98a4;--m-tell:#aaa498;--m-choose:#74d69c;--m-ask:#82c8ea;--m-own:#e2a7d9;"
    "--m-end:#f2b07c"
)
STYLE = (
    f".journey-map{{{_LIGHT};background:var(--m-paper);font-family:system-ui,sans-serif}}"
    f"@media (prefers-color-scheme:dark){{.journey-map{{{_DARK}}}}}"
    ".journey-map text{fill:var(--m-ink);font-size:13px}"
    ".journey-map .band{fill:var(--m-band)}"
    ".journey-map .stage{font-size:15px;font-weight:700}"
    ".journey-map .box{fill:var(--m-box);stroke:var(--m-line)}"
    ".journey-map .maybe .box{stroke-dasharray:5 4}"
    ".journey-map .kind{fill:var(--m-soft);font-size:11px}"
    ".journey-map .title{font-weight:600}"
    ".journey-map .way{fill:none;stroke:var(--m-line);stroke-width:1.6}"
    ".journey-map .way.maybe{stroke-dasharray:6 4}"
    ".journey-map .way.free{stroke-dasharray:1.5 4;stroke-linecap:round}"
    ".journey-map .tip,.journey-map .joint{fill:var(--m-line)}"
    ".journey-map .label{fill:var(--m-soft);font-size:11px}"
    ".journey-map .label,.journey-map .stage{paint-order:stroke;stroke:var(--m-band);"
    "stroke-width:4px;stroke-linejoin:round}"
    + "".join(
        f".journey-map .{name} .mark{{fill:var(--m-{name})}}"
        for name in ("tell", "choose", "ask", "own", "end")
    )
)
"""The rules of the drawing, for those who show it inside a page."""
