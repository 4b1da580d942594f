// The editor with colours, completion and problems under the words. The textarea stays what is saved
// and sent: whatever is typed here is written there at once, and without this file it serves alone.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { complete } from "./completions.js";
import { phrases } from "./phrases.js";

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--fulda)" },
  { tag: tags.string, color: "var(--basalt)" },
  { tag: tags.comment, color: "var(--kiesel)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.bool, tags.number], color: "var(--heide)" },
  { tag: [tags.punctuation, tags.separator, tags.bracket], color: "var(--schiefer)" },
]);

const theme = EditorView.theme({
  "&": { color: "var(--basalt)", backgroundColor: "var(--flaeche)", fontSize: ".9375rem", maxHeight: "75svh" },
  "&.cm-focused": { outline: "3px solid var(--focus, var(--basalt))", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "Cascadia Mono", Menlo, monospace', lineHeight: "1.5", minHeight: "20rem" },
  ".cm-content": { caretColor: "var(--basalt)", paddingBlock: ".5rem" },
  ".cm-cursor": { borderLeftColor: "var(--basalt)", borderLeftWidth: "2px" },
  ".cm-gutters": { color: "var(--schiefer)", backgroundColor: "var(--flaeche)", borderInlineEnd: "1px solid var(--linie)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in oklab, var(--sand) 55%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklab, var(--fulda) 28%, transparent)",
  },
  ".cm-tooltip, .cm-panels": { color: "var(--basalt)", backgroundColor: "var(--sand)", border: "1px solid var(--kontur)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--papier)", backgroundColor: "var(--wald)" },
  ".cm-completionDetail": { color: "var(--schiefer)", fontStyle: "normal" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionInfo": { maxWidth: "26rem", padding: ".5rem .75rem", fontFamily: "inherit" },
  ".cm-diagnostic": { padding: ".5rem .75rem" },
  ".cm-diagnosticAction": { minHeight: "2.75rem", padding: "0 .75rem", color: "var(--papier)", backgroundColor: "var(--wald)" },
  ".cm-panel button, .cm-panel input": { font: "inherit", color: "inherit", backgroundColor: "var(--flaeche)" },
});

function begin(field) {
  const { form } = field;
  const host = document.createElement("div");
  host.className = "code-editor";
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({ root, parent: root, state: stateOf(field) });
  field.closest(".lined").before(host);
  field.closest(".lined").hidden = true;
  field.labels[0]?.addEventListener("click", () => view.focus());
  followProblems(view);
  followLinks(view);
  form.addEventListener("zr:text", () => replace(view, field.value));
  const asked = new URLSearchParams(location.search).get("zeile");
  if (asked) goTo(view, Number(asked));
  return view;
}

function stateOf(field) {
  const label = field.labels[0]?.textContent.trim() ?? "";
  return EditorState.create({
    doc: field.value,
    extensions: [
      EditorState.phrases.of(phrases[document.documentElement.lang] ?? {}),
      lineNumbers(), highlightActiveLineGutter(), lintGutter(), history(), drawSelection(),
      indentOnInput(), bracketMatching(), closeBrackets(), highlightActiveLine(), highlightSelectionMatches(),
      search({ top: true }), yaml(), syntaxHighlighting(colours), theme, EditorView.lineWrapping,
      autocompletion({ override: [complete], icons: false }),
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocorrect: "off", autocapitalize: "off", translate: "no" }),
      keymap.of([
        { key: "F2", run: (view) => rename(view, field) },
        { key: "Mod-s", run: () => save(field), preventDefault: true },
        ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap,
      ]),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        field.value = update.state.doc.toString();
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }),
      EditorView.domEventHandlers({ blur: () => { field.dispatchEvent(new FocusEvent("focusout", { bubbles: true })); } }),
    ],
  });
}

const save = (field) => {
  field.closest("[data-field]").querySelector("[name=save]")?.click();
  return true;
};

const replace = (view, text) => {
  if (view.state.doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
};

/** Rename the name under the cursor everywhere, on the page that knows all its references. */
function rename(view, field) {
  const { rename: address } = field.form.dataset;
  const word = view.state.wordAt(view.state.selection.main.head);
  const line = view.state.doc.lineAt(view.state.selection.main.head);
  const name = /[a-z][a-z0-9-]*/g;
  const at = view.state.selection.main.head - line.from;
  const found = [...line.text.matchAll(name)].find((match) => match.index <= at && at <= match.index + match[0].length);
  if (!address || !word || !found) return false;
  location.assign(`${address}?${new URLSearchParams({ alt: found[0] })}`);
  return true;
}

// --- Problems: the island beside the editor is the truth; they are underlined as it says. ---

function followProblems(view) {
  const show = () => view.dispatch(setDiagnostics(view.state, [...document.querySelectorAll("#problems .problem")].flatMap((item) => diagnostic(view, item))));
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => target.id === "problems" || target.querySelector?.("#problems"))) show();
  }).observe(document.querySelector("main"), { childList: true, subtree: true });
  show();
}

const SEVERITIES = { "is-error": "error", "is-warning": "warning", "is-hint": "info" };

function diagnostic(view, item) {
  const link = item.querySelector("a[data-line]");
  const number = Number(link?.dataset.line);
  if (!number || number > view.state.doc.lines) return [];
  const from = offset(view, number, Number(link.dataset.column) || 1);
  const end = link.dataset.endLine ? offset(view, Number(link.dataset.endLine), Number(link.dataset.endColumn)) : from;
  const line = view.state.doc.lineAt(from);
  const to = end > from ? end : Math.min(line.to, from + (/^\S+/.exec(line.text.slice(from - line.from))?.[0].length ?? 1));
  const severity = Object.entries(SEVERITIES).find(([name]) => item.classList.contains(name))?.[1] ?? "info";
  const actions = [...item.querySelectorAll("form")].map((form) => {
    const button = form.querySelector("button");
    return { name: button.textContent.trim().replace(/\s+/g, " "), apply: () => form.requestSubmit(button) };
  });
  return [{ from, to, severity, message: item.querySelector("strong").textContent.trim(), actions }];
}

const offset = (view, number, column) => {
  const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
  // Columns count code points, the editor counts their halves too.
  return line.from + [...line.text].slice(0, column - 1).join("").length;
};

// --- Lines: a link to one puts the cursor there. ---

function goTo(view, number, column = 1) {
  const at = offset(view, number, column);
  view.focus();
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
}

function followLinks(view) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-line]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    goTo(view, Number(link.dataset.line), Number(link.dataset.column) || 1);
  }, true);
}

const field = document.querySelector("#editor textarea#text");
if (field) begin(field);
