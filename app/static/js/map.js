// The outline of the map by arrow keys; the drawing shows where the outline is, and the other way.
(() => {
  const outline = document.querySelector("[data-outline]");
  const drawing = document.querySelector("[data-drawing]");
  if (!outline) return;
  outline.classList.add("by-arrows");
  const links = [...outline.querySelectorAll("a.step-link")];

  const go = (link, event) => {
    if (!link) return;
    event.preventDefault();
    link.focus();
  };
  // Right: the first step inside; left: the step around this one.
  const inside = (link) => link.closest("li").querySelector(":scope li a.step-link");
  const around = (link) => link.closest("li").parentElement.closest(".map-step")?.querySelector("a.step-link");

  outline.addEventListener("keydown", (event) => {
    const at = links.indexOf(document.activeElement);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = {
      ArrowDown: () => links[at + 1],
      ArrowUp: () => links[at - 1],
      ArrowRight: () => inside(links[at]),
      ArrowLeft: () => around(links[at]),
      Home: () => links[0],
      End: () => links.at(-1),
    }[event.key];
    if (next) go(next(), event);
  });

  const boxOf = (step) => drawing?.querySelector(`g[data-step="${step}"]`);
  const mark = (step, isHere) => boxOf(step)?.classList.toggle("is-here", isHere);
  for (const [begin, end] of [["focusin", "focusout"], ["pointerover", "pointerout"]]) {
    outline.addEventListener(begin, ({ target }) => mark(target.closest("a.step-link")?.dataset.step, true));
    outline.addEventListener(end, ({ target }) => mark(target.closest("a.step-link")?.dataset.step, false));
  }
  outline.addEventListener("focusin", ({ target }) => {
    boxOf(target.closest("a.step-link")?.dataset.step)?.scrollIntoView({ block: "nearest" });
  });
})();
