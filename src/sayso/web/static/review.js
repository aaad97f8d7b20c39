// Review: keys for the queue, and what makes the form of a claim handier. Everything works without this file.
(() => {
  "use strict";

  // ---- the queue -------------------------------------------------------------------------------------------

  const cards = [...document.querySelectorAll("[data-card]")];
  let sent = false; // a decision is on its way, and the next key is for the next page

  const current = () => document.activeElement?.closest?.("[data-card]") ?? null;

  function go(to) {
    const card = cards[Math.max(0, Math.min(cards.length - 1, to))];
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const at = cards.indexOf(current());
    go(at < 0 ? 0 : at + by);
  }

  /** Press a button of the card that one is at; of the first one where one is at none, only go there. */
  function decide(kind) {
    const card = current();
    if (!card) return go(0);
    const button = card.querySelector(kind);
    if (!button || sent) return;
    sent = button.form != null;
    button.click();
  }

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
    if (event.key === "?") return tellShortcuts();
    const acts = {
      j: () => step(1),
      k: () => step(-1),
      a: () => decide('button[value="accept"]'),
      r: () => decide('button[value="reject"]'),
      c: () => decide("[data-correct]"),
      u: () => !sent && document.querySelector("[data-undo] button")?.click(),
    };
    if (!Object.hasOwn(acts, event.key) || (!cards.length && event.key !== "u")) return;
    event.preventDefault();
    acts[event.key]();
  }

  const SHORTCUTS = [
    ["j", "next claim"],
    ["k", "previous claim"],
    ["a", "accept the claim"],
    ["r", "reject the claim"],
    ["c", "correct the claim"],
    ["u", "take the last decision back"],
  ];

  /** Add this page's keys to the dialog that sayso.js has just opened. */
  function tellShortcuts() {
    const list = document.querySelector("#shortcuts dl");
    if (!list || list.dataset.review !== undefined || !cards.length) return;
    list.dataset.review = "";
    for (const term of [...list.querySelectorAll("dt")]) {
      if (SHORTCUTS.some(([key]) => key === term.textContent)) {
        term.nextElementSibling.remove();
        term.remove();
      }
    }
    for (const [key, what] of SHORTCUTS) {
      const term = document.createElement("dt");
      const kbd = document.createElement("kbd");
      kbd.textContent = key;
      term.append(kbd);
      const told = document.createElement("dd");
      told.textContent = what;
      list.append(term, told);
    }
  }

  document.addEventListener("keydown", press);
  addEventListener("pageshow", () => { sent = false; });
  if (/^#card-\d+$/.test(location.hash)) go(Number(location.hash.slice("#card-".length)) - 1);

  // ---- the form of a claim -----------------------------------------------------------------------------------

  /** Offer the modes of the chosen type only. */
  function narrow(type, mode) {
    for (const group of mode.querySelectorAll("optgroup")) {
      group.hidden = group.disabled = group.label !== type.value;
    }
    const chosen = mode.selectedOptions[0];
    if (chosen?.parentElement.disabled) mode.value = "";
  }

  const [type, mode] = ["[data-type]", "[data-mode]"].map((each) => document.querySelector(each));
  if (type && mode) {
    narrow(type, mode);
    type.addEventListener("change", () => narrow(type, mode));
  }

  const fields = (span) => [...span.querySelectorAll("input")];
  const blank = (span) => fields(span).every((field) => !field.value.trim());

  function show(span) {
    span.classList.toggle("empty", blank(span));
    for (const button of span.querySelectorAll("[data-clear]")) button.hidden = blank(span);
  }

  /** Where a part may be several and every row is taken, add an empty one. */
  function room(part) {
    const spans = [...part.querySelectorAll("[data-span]")];
    if (part.dataset.part !== "many" || spans.some(blank)) return;
    const next = spans.at(-1).cloneNode(true);
    const [before, after] = [spans.length, spans.length + 1];
    for (const field of fields(next)) field.value = "";
    for (const named of next.querySelectorAll("[aria-label]")) {
      named.setAttribute("aria-label", named.getAttribute("aria-label").replace(` ${before}:`, ` ${after}:`));
    }
    for (const told of next.querySelectorAll("legend, .out")) {
      told.textContent = told.textContent.replace(` ${before}`, ` ${after}`);
    }
    next.querySelector("output").value = "";
    part.append(next);
    show(next);
  }

  for (const span of document.querySelectorAll("[data-span]")) show(span);

  document.addEventListener("change", (event) => {
    const span = event.target.closest?.("[data-span]");
    if (!span) return;
    // Words belong to the offsets that were there: typed ones have none until they were sent.
    if (event.target.matches("input")) span.querySelector("output").value = "";
    show(span);
    room(span.closest("[data-part]"));
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-clear]");
    if (!button) return;
    const span = button.closest("[data-span]");
    for (const field of fields(span)) field.value = "";
    span.querySelector("output").value = "";
    span.dispatchEvent(new Event("change", { bubbles: true }));
    fields(span)[0].focus();
  });

  document.getElementById("problem")?.scrollIntoView({ block: "center" });
})();
