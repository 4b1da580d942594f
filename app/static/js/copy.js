// Words to copy get a button. Without this file they are selected and copied by hand.
(() => {
  const announcer = document.getElementById("announcer");
  for (const field of document.querySelectorAll("[data-copies]")) {
    const words = field.querySelector("textarea");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button plain";
    button.textContent = field.dataset.copies;
    const name = document.createElement("span");
    name.className = "hidden";
    name.textContent = `: ${field.querySelector("label").textContent}`;
    button.append(name);
    button.addEventListener("click", async () => {
      words.select();
      try {
        await navigator.clipboard.writeText(words.value);
      } catch {
        // Over plain http a browser may refuse; the words are selected, the keyboard copies them.
        return;
      }
      if (announcer) announcer.textContent = field.dataset.copied;
      button.firstChild.textContent = field.dataset.copied;
    });
    field.append(button);
  }
})();
