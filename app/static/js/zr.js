// What the pages of a walk can do beyond plain links and forms. Without this file everything works.
// Nothing here keeps a learner's words in the browser: they stay in their field, or on the server.
(() => {
  const retry = document.getElementById("retry");
  const announcer = document.getElementById("announcer");
  const step = () => document.getElementById("step");

  const announce = (words) => { if (announcer) announcer.textContent = words; };

  // A screen that the learner asked for is read from its heading, or from what is wrong with it.
  const focusNews = () => {
    const main = step();
    (main?.querySelector("[autofocus]") || main?.querySelector("h1"))?.focus({ preventScroll: true });
  };

  // --- Answers: htmx swaps the step; only our own partials may do that. ---

  let lastSent = null;
  let newTitle = "";

  const say = (form, status) => {
    if (!retry || !form) return;
    const kind = status >= 400 && status < 500 ? "ended" : "failed";
    for (const words of retry.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== kind;
    form.append(retry);
    retry.hidden = false;
  };

  document.addEventListener("htmx:before:request", (event) => {
    const { sourceElement, request } = event.detail.ctx;
    lastSent = { form: sourceElement, button: request.submitter };
    if (retry) retry.hidden = true;
    step()?.setAttribute("aria-busy", "true");
  });

  document.addEventListener("htmx:finally:request", () => step()?.removeAttribute("aria-busy"));

  document.addEventListener("htmx:before:swap", (event) => {
    const { response, sourceElement, title } = event.detail.ctx;
    if (response.headers.get("ZR-Part") === "1") {
      newTitle = title;
      // Two cross-fades at once are an error: who answers while a page still fades in sees no second.
      if (document.activeViewTransition) for (const { swapSpec } of event.detail.tasks) swapSpec.transition = false;
      return;
    }
    event.preventDefault();
    say(sourceElement, response.status);
  });

  document.addEventListener("htmx:error", (event) => say(event.detail.ctx?.sourceElement, 0));

  document.addEventListener("htmx:before:settle", (event) => {
    // Only a step is news that somebody asked for; islands beside other texts change quietly.
    if (event.detail.task.type !== "main" || !step()) return;
    hasSpoken = false;
    if (newTitle) document.title = newTitle;
    window.scrollTo(0, 0);
    focusNews();
    watchRestored();
  });

  retry?.querySelector("button").addEventListener("click", () => {
    const { form, button } = lastSent;
    form.requestSubmit(button?.isConnected ? button : null);
  });

  // --- Drafts: each private field saves itself after a pause, and says how that went. ---

  const PAUSE = 1200;
  const SAVING = "[data-draft] [data-save]";
  const LONGEST_WAIT = 60000;
  const drafts = new WeakMap();
  const sending = new Set();
  let hasSpoken = false;

  // A field is one to write in, or a group: of radio buttons the chosen one, or some lines.
  const all = (group, chosen, value) =>
    [...group.querySelectorAll(`${chosen}, [type=text]`)].map((each) => each[value]).join("\n");
  const wordsOf = (field) => field.value ?? all(field, ":checked", "value");
  const firstWordsOf = (field) => field.defaultValue ?? all(field, "[checked]", "defaultValue");

  const draftOf = (field) => {
    if (!drafts.has(field)) {
      const isKnown = part(field, "[data-save-status]").dataset.state === "saved";
      const first = firstWordsOf(field);
      const stored = isKnown || !first ? first : null;
      drafts.set(field, { stored, failures: 0, timer: 0 });
    }
    return drafts.get(field);
  };

  const part = (field, selector) => field.closest("[data-field]").querySelector(selector);

  const show = (field, state, words) => {
    const line = part(field, "[data-save-status]");
    line.dataset.state = state;
    line.querySelector(".save-text").textContent = words;
    if (state === "failed" || (state === "saved" && !hasSpoken)) {
      announce(words);
      hasSpoken ||= state === "saved";
    }
  };

  const saveIn = (field, milliseconds) => {
    const draft = draftOf(field);
    clearTimeout(draft.timer);
    draft.timer = setTimeout(() => save(field), milliseconds);
  };

  const save = (field, isLeaving = false, isGone = false) => {
    const draft = draftOf(field);
    clearTimeout(draft.timer);
    const words = wordsOf(field);
    if (!field.isConnected || words === draft.stored || part(field, "[data-conflict]")) return;
    if (draft.isSending && !isGone) return;
    draft.isSending = true;
    // A failure stays in sight until it is over: a line that shrinks would move the buttons below.
    if (!draft.failures) show(field, "saving", field.form.dataset.saving);
    const sent = send(field, words, isLeaving)
      .then((response) => take(field, words, response), () => fail(field))
      .finally(() => { draft.isSending = false; sending.delete(sent); });
    sending.add(sent);
  };

  const send = (field, words, isLeaving) => {
    const { elements, dataset } = field.form;
    const body = new URLSearchParams({
      csrf_token: elements.csrf_token.value,
      learner: elements.learner?.value ?? "",
      field: field.name,
      [field.name]: words,
      seen: part(field, "[name^=seen]").value,
    });
    return fetch(dataset.draft, {
      method: "POST",
      body,
      headers: { "HX-Request": "true" },
      credentials: "same-origin",
      keepalive: isLeaving,
      signal: AbortSignal.timeout(15000),
    });
  };

  const take = async (field, words, response) => {
    const isOurs = response.headers.get("ZR-Part") === "1";
    const said = await response.text();
    const revision = response.headers.get("ZR-Saved");
    if (!field.isConnected) return;
    if (isOurs && revision) {
      Object.assign(draftOf(field), { stored: words, failures: 0 });
      part(field, "[name^=seen]").value = revision;
      show(field, "saved", said.trim());
      field.dispatchEvent(new CustomEvent("zr:saved", { bubbles: true, detail: { revision } }));
      if (wordsOf(field) !== words) touch(field);
    } else if (isOurs && response.status === 409) {
      part(field, "[data-save-status]").insertAdjacentHTML("afterend", said);
      part(field, ".retry").hidden = true;
      show(field, "failed", field.form.dataset.twice);
    } else if (isOurs) {
      show(field, "failed", said.trim());
    } else if (response.status >= 400 && response.status < 500) {
      show(field, "failed", field.form.dataset.ended);
    } else {
      fail(field);
    }
  };

  const fail = (field) => {
    if (!field.isConnected) return;
    const draft = draftOf(field);
    draft.failures += 1;
    show(field, "failed", field.form.dataset.failed);
    saveIn(field, Math.min(LONGEST_WAIT, 1000 * 2 ** draft.failures));
  };

  const touch = (field) => {
    const isFailed = part(field, "[data-save-status]").dataset.state === "failed";
    if (!isFailed) show(field, "unsaved", field.form.dataset.unsaved);
    saveIn(field, Number(field.form.dataset.pause) || PAUSE);
  };

  const fields = () => [...document.querySelectorAll(SAVING)];

  // A browser that brings typed words back after a reload brings back words that nobody stored.
  const watchRestored = () => {
    for (const field of fields()) if (wordsOf(field) !== draftOf(field).stored) touch(field);
  };

  document.addEventListener("input", ({ target }) => {
    const field = target.closest(SAVING);
    if (field) touch(field);
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    const field = target.closest(SAVING);
    // Who leaves the field for a button of its form sends the words along anyway.
    if (field && !field.contains(relatedTarget) && relatedTarget?.type !== "submit") save(field);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest(".retry")) save(target.closest("[data-field]").querySelector("[data-save]"));
  });
  window.addEventListener("online", () => fields().forEach((field) => save(field)));
  window.addEventListener("pagehide", () => fields().forEach((field) => save(field, true, true)));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) fields().forEach((field) => save(field, true));
  });

  // An answer waits for a draft under way; else its words would meet their own older version.
  document.addEventListener("submit", (event) => {
    if (!sending.size || !event.target.matches("[data-draft]")) return;
    event.preventDefault();
    event.stopPropagation();
    Promise.allSettled([...sending]).then(() => event.target.requestSubmit(event.submitter));
  }, true);

  // Islands look again by themselves, but only while somebody can see them.
  const LOOKS_EVERY = 20000;
  setInterval(() => {
    if (document.hidden) return;
    for (const island of document.querySelectorAll("[data-looks]")) island.dispatchEvent(new Event("zr:look"));
  }, LOOKS_EVERY);

  watchRestored();
  const arrived = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (arrived && step() && document.referrer.startsWith(`${location.origin}/unterwegs/`)) focusNews();
})();
