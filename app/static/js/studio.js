// What the editor can do beyond a plain form: the numbers follow what is typed, links lead to lines.
(() => {
  const text = document.getElementById("text");
  if (!text) return;
  const ghost = text.parentElement.querySelector(".ghost");

  // --- The ghost: one element a line; only the lines that changed are written anew. ---

  const follow = () => {
    const lines = text.value.split("\n");
    while (ghost.childElementCount > lines.length) ghost.lastElementChild.remove();
    for (let at = ghost.childElementCount; at < lines.length; at += 1) {
      const line = document.createElement("div");
      line.id = `zeile-${at + 1}`;
      ghost.append(line);
    }
    lines.forEach((words, at) => {
      const line = ghost.children[at];
      if (line.textContent !== words) line.textContent = words;
    });
  };
  text.addEventListener("input", follow);
  follow();

  // --- Lines: a link to one puts the cursor there. ---

  // An editor that stands in the place of the field takes `zr:line` and prevents its default; it
  // writes into the field with an `input` event, and puts the field's cursor where its own is.
  const goTo = (number, column = 1) => {
    const detail = { line: number, column };
    if (!text.dispatchEvent(new CustomEvent("zr:line", { bubbles: true, cancelable: true, detail }))) return;
    const lines = text.value.split("\n");
    const line = Math.min(Math.max(number, 1), lines.length);
    const start = lines.slice(0, line - 1).reduce((sum, words) => sum + words.length + 1, 0);
    // Columns count code points, the browser counts their halves too.
    const before = [...lines[line - 1]].slice(0, column - 1).join("").length;
    text.focus({ preventScroll: true });
    text.setSelectionRange(start + before, start + lines[line - 1].length);
    ghost.children[line - 1]?.scrollIntoView({ block: "center" });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-line]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    goTo(Number(link.dataset.line), Number(link.dataset.column) || 1);
  });

  // --- Preview: after each save the frame shows the station under the cursor, answers kept. ---

  const settings = document.querySelector("[data-preview][target]");
  const frame = document.querySelector("iframe[name=preview]");
  const stepAt = () => {
    const line = text.value.slice(0, text.selectionStart).split("\n").length;
    const steps = [...document.querySelectorAll("#outline [data-step]")];
    return steps.findLast((link) => Number(link.dataset.line) <= line)?.dataset.step ?? "";
  };
  const trail = () => {
    try {
      return frame.contentWindow.location.pathname.match(/\/vorschau\/([^/]+)\/[^/]+/)?.[1] ?? "";
    } catch {
      return "";
    }
  };
  const showStep = () => {
    if (!settings || !frame.checkVisibility()) return;
    settings.elements.weg.value = trail();
    const step = stepAt();
    if ([...settings.elements.ab.options].some((option) => option.value === step)) settings.elements.ab.value = step;
    settings.requestSubmit();
  };
  text.addEventListener("zr:saved", showStep);

  // --- Repairs: what is not saved yet is saved first, so that nothing typed is lost. ---

  const isSaved = () => document.getElementById("text-saved").dataset.state === "saved";
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-repair]") || isSaved()) return;
    event.preventDefault();
    text.form.requestSubmit();
  });

  // --- The editor with colours takes the place of the field. A phone fetches it only when somebody
  // begins to write: it is most of the page, and many come here to read. ---

  const { editor } = text.form.dataset;
  const fetchEditor = () => {
    const script = document.createElement("script");
    script.src = editor;
    document.head.append(script);
  };
  if (editor && matchMedia("(pointer: coarse)").matches) text.addEventListener("focus", fetchEditor, { once: true });
  else if (editor) fetchEditor();

  const asked = new URLSearchParams(location.search).get("zeile");
  // A browser that scrolls to a #fragment takes the focus away; it has done so when all is loaded.
  if (asked) window.addEventListener("load", () => goTo(Number(asked)));
})();
