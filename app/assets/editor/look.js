// How the editor looks: the colours of the page, in both themes. What the libraries bring along as
// pictures in their style sheets is replaced by letters and lines, since the policy allows no such pictures.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--fulda)" },
  { tag: tags.string, color: "var(--basalt)" },
  { tag: tags.comment, color: "var(--kiesel)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.bool, tags.number], color: "var(--heide)" },
  { tag: [tags.punctuation, tags.separator, tags.bracket], color: "var(--schiefer)" },
]);

const SEVERITIES = { error: ["var(--ziegel)", "\u25cf"], warning: ["var(--glut)", "\u25b2"], info: ["var(--fulda)", "\u25a0"] };

const ofSeverities = Object.fromEntries(Object.entries(SEVERITIES).flatMap(([name, [color, sign]]) => [
  [`.cm-lintRange-${name}`, { backgroundImage: "none", textDecoration: `underline wavy ${color}`, textDecorationSkipInk: "none", textUnderlineOffset: ".2em" }],
  [`.cm-lint-marker-${name}`, { content: "normal" }],
  [`.cm-lint-marker-${name}::before`, { content: `"${sign}"`, color, display: "block", lineHeight: "1" }],
  [`.cm-diagnostic-${name}`, { borderLeft: `5px solid ${color}` }],
]));

const TOUCHED = { minHeight: "2.75rem", minWidth: "2.75rem" };

export const theme = EditorView.theme({
  "&": { color: "var(--basalt)", backgroundColor: "var(--flaeche)", fontSize: ".9375rem", maxHeight: "75svh" },
  "&.cm-focused": { outline: "3px solid var(--focus, var(--basalt))", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "Cascadia Mono", Menlo, monospace', lineHeight: "1.5", minHeight: "min(20rem, 30svh)" },
  ".cm-content": { caretColor: "var(--basalt)", paddingBlock: ".5rem" },
  ".cm-cursor": { borderLeftColor: "var(--basalt)", borderLeftWidth: "2px" },
  ".cm-gutters": { color: "var(--schiefer)", backgroundColor: "var(--flaeche)", borderInlineEnd: "1px solid var(--linie)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in oklab, var(--sand) 55%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklab, var(--fulda) 28%, transparent)",
  },
  ".cm-searchMatch": { backgroundColor: "color-mix(in oklab, var(--ginster) 30%, transparent)", outline: "1px solid var(--kontur)" },
  ".cm-searchMatch-selected": { color: "oklch(25% .025 250)", backgroundColor: "var(--ginster)", "& span": { color: "inherit" } },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--kontur)" },
  ".cm-tooltip, .cm-panels": { color: "var(--basalt)", backgroundColor: "var(--sand)", border: "1px solid var(--kontur)" },
  // All that is shown is seen at once: a list that scrolls could not be scrolled by keyboard.
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { maxHeight: "none", overflow: "visible" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { minHeight: "1.75rem", lineHeight: "1.75rem", paddingInline: ".75rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--auf-wald)", backgroundColor: "var(--wald)" },
  ".cm-completionDetail": { color: "var(--schiefer)", fontStyle: "normal" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionInfo": { maxWidth: "min(26rem, 80vw)", padding: ".5rem .75rem", fontFamily: "var(--text)" },
  ".cm-diagnostic": { padding: ".5rem .75rem", maxWidth: "min(34rem, 85vw)", fontFamily: "var(--text)" },
  ".cm-diagnosticAction": { ...TOUCHED, display: "block", margin: ".5rem 0 0", padding: "0 .75rem", color: "var(--auf-wald)", backgroundColor: "var(--wald)" },
  ".cm-panels": { maxHeight: "40svh", overflow: "auto", flexShrink: "0" },
  ".cm-panel.cm-search, .cm-panel.cm-gotoLine": { padding: ".5rem .75rem", fontFamily: "var(--text)" },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", gap: ".4em", minHeight: "2.75rem", fontSize: "inherit" },
  ".cm-panel.cm-search input[type=checkbox]": { width: "1.25rem", height: "1.25rem", margin: "0" },
  ".cm-button, .cm-textfield": {
    minHeight: "2.75rem", padding: ".25rem .75rem", font: "inherit", color: "inherit", background: "var(--flaeche) none",
    border: "2px solid var(--kontur)", borderRadius: ".375rem", verticalAlign: "middle",
  },
  ".cm-panel.cm-search [name=close]": { ...TOUCHED, position: "static", color: "inherit" },
  ".cm-panel :focus-visible": { outline: "3px solid var(--basalt)", outlineOffset: "2px" },
  ...ofSeverities,
});
