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

  const goTo = (number, column = 1) => {
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
    const link = event.target.closest("a[data-line]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    goTo(Number(link.dataset.line), Number(link.dataset.column) || 1);
  });
  const asked = new URLSearchParams(location.search).get("zeile");
  if (asked) goTo(Number(asked));
})();
