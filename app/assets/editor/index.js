// The editor with colours, completion and problems under the words. The textarea stays what is saved
// and sent: whatever is typed here is written there at once, and without this file it serves alone.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";
import { complete } from "./completions.js";
import { colours, theme } from "./look.js";
import { phrases } from "./phrases.js";

function begin(field) {
  const { form } = field;
  const host = document.createElement("div");
  host.className = "code-editor";
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({ root, parent: root, state: stateOf(field) });
  const isHere = document.activeElement === field;
  const { selectionStart: anchor } = field;
  field.closest(".lined").before(host);
  field.closest(".lined").hidden = true;
  field.closest("[data-field]").querySelector("[data-editor-keys]").hidden = false;
  field.labels[0]?.addEventListener("click", () => view.focus());
  followProblems(view);
  field.addEventListener("zr:line", (event) => {
    event.preventDefault();
    goTo(view, event.detail.line, event.detail.column);
  });
  form.addEventListener("zr:text", () => replace(view, field.value));
  if (isHere) {
    view.focus();
    view.dispatch({ selection: { anchor } });
  }
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
      autocompletion({ override: [complete], icons: false, maxRenderedOptions: 10 }),
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocorrect: "off", autocapitalize: "off", translate: "no" }),
      keymap.of([
        { key: "F2", run: (view) => rename(view, field) },
        { key: "F8", run: nextDiagnostic, shift: previousDiagnostic },
        { key: "Mod-s", run: () => save(field), preventDefault: true },
        ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap,
      ]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) field.value = update.state.doc.toString();
        const { head } = update.state.selection.main;
        // The preview asks the textarea where the cursor is.
        if (update.docChanged || update.selectionSet) field.setSelectionRange(head, head);
        if (update.docChanged) field.dispatchEvent(new Event("input", { bubbles: true }));
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
  const line = view.state.doc.lineAt(view.state.selection.main.head);
  const name = /[a-z][a-z0-9-]*/g;
  const at = view.state.selection.main.head - line.from;
  const found = [...line.text.matchAll(name)].find((match) => match.index <= at && at <= match.index + match[0].length);
  if (!address || !found) return false;
  location.assign(`${address}?${new URLSearchParams({ name: found[0], zeile: line.number })}`);
  return true;
}

// --- Problems: the island beside the editor is the truth; they are underlined as it says. ---

function followProblems(view) {
  const show = () => view.dispatch(setDiagnostics(view.state, [...document.querySelectorAll("#problems .problem")].flatMap((item) => diagnostic(view, item))));
  const isOurs = ({ target }) => (target.closest ? target : target.parentElement)?.closest("#problems") || target.querySelector?.("#problems");
  let waits = false;
  const later = () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; show(); });
  };
  const watch = { childList: true, subtree: true, characterData: true, attributeFilter: ["data-line", "data-column", "data-end-line", "data-end-column", "class", "value"] };
  new MutationObserver((changes) => { if (changes.some(isOurs)) later(); }).observe(document.querySelector("main"), watch);
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
  const message = item.querySelector("strong").textContent.trim();
  return [{ from, to, severity, message, renderMessage: () => told(message, [...item.querySelectorAll("form button")]) }];
}

/** Tell a problem beside its place; the buttons press those of the list. */
function told(message, buttons) {
  const words = document.createElement("span");
  words.append(message, ...buttons.map((button) => {
    const same = document.createElement("button");
    same.type = "button";
    same.className = "cm-diagnosticAction";
    same.textContent = button.textContent.trim().replace(/\s+/g, " ");
    same.addEventListener("click", () => button.form.requestSubmit(button));
    return same;
  }));
  return words;
}

const offset = (view, number, column) => {
  const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
  // Columns count code points, the editor counts their halves too.
  return line.from + [...line.text].slice(0, column - 1).join("").length;
};

// --- Lines: studio.js says to which one a link leads. ---

function goTo(view, number, column) {
  const at = offset(view, number, column);
  view.focus();
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
}

const field = document.querySelector("#editor textarea#text");
if (field) begin(field);
