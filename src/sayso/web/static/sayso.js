// What the pages do beyond HTML. Every page works without this file: it lights the words of a claim, takes
// spans from selected text, draws figures (figures.js, loaded only where there is one) and knows shortcuts.
(() => {
  "use strict";

  // Where the scripts are that only some pages need: the page says it (data-figures="…"), with a query that changes
  // when they do.
  const addresses = document.currentScript.dataset;
  const loads = new Map();

  /** Load scripts once, in order; the promise is kept when all have run. */
  function load(...names) {
    return Promise.all(names.map((name) => {
      if (!loads.has(name)) loads.set(name, loaded(addresses[name]));
      return loads.get(name);
    }));
  }

  function loaded(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.async = false; // run in the order given
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => reject(new Error(`${address} could not be loaded`)));
      document.head.append(script);
    });
  }

  // ---- a claim and its words ------------------------------------------------------------------------------
  //
  // A list item says data-claim="c3" (a claim) or "s2" (a statement) and links to its words, #at-c3; a mark in
  // the text says data-claims="c3 c4 s2", and its link leads to #c3. Hovering or focusing one lights the others;
  // the address's #c3 keeps one lit.

  const words = new Map(); // id -> elements of the text and of the lists
  let pinned = null;

  const ids = (element) => (element.dataset.claim ?? element.dataset.claims).split(" ");

  function indexClaims(root) {
    for (const element of root.querySelectorAll("[data-claim], mark[data-claims]")) {
      for (const id of ids(element)) {
        if (!words.has(id)) words.set(id, new Set());
        words.get(id).add(element);
      }
    }
  }

  /** Of what covers a place, claims go before the statements around them. */
  function meant(element) {
    const all = ids(element);
    const claims = all.filter((id) => id.startsWith("c"));
    return claims.length ? claims : all;
  }

  function setClass(name, chosen) {
    for (const element of document.querySelectorAll(`.${name}`)) element.classList.remove(name);
    for (const id of chosen) {
      for (const element of words.get(id) ?? []) element.classList.add(name);
    }
  }

  /** Give the claim or statement that a link to it or to its words means. */
  const named = (hash) => hash.replace(/^#(at-)?/, "");

  const lightable = (event) => event.target.closest?.("[data-claim], mark[data-claims]");

  function light(event) {
    const element = lightable(event);
    setClass("lit", element ? meant(element) : []);
  }

  /** Keep one claim lit (null: none), and bring into view its "text", its place in the "list", or "both". */
  function pin(id, shown) {
    pinned = words.has(id) ? id : null;
    setClass("pinned", pinned ? [pinned] : []);
    for (const link of document.querySelectorAll("[data-claim] [aria-current]")) {
      link.removeAttribute("aria-current");
    }
    if (!pinned) return;
    const all = [...words.get(pinned)];
    const item = all.find((element) => element.dataset.claim);
    item?.querySelector(`a[href="#at-${pinned}"]`)?.setAttribute("aria-current", "true");
    const marks = all.filter((element) => element !== item);
    const mark = marks.find((each) => each.classList.contains("trigger")) ?? marks[0];
    const behavior = calm() || shown === "both" ? "instant" : "smooth";
    (shown === "list" ? item : mark)?.scrollIntoView({ block: "center", behavior });
    if (shown === "both") scrollWithin(item);
  }

  /** Bring an item into view within the list that scrolls by itself, without moving the page. */
  function scrollWithin(item) {
    const list = item?.closest("aside");
    if (!list || list.scrollHeight <= list.clientHeight) return;
    const [inner, outer] = [item.getBoundingClientRect(), list.getBoundingClientRect()];
    list.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }

  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function choose(event) {
    const link = event.target.closest?.('a[href^="#"]');
    const element = lightable(event);
    const id = link && named(link.hash);
    if (!link || !element || !words.has(id) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (id === pinned) return free();
    history.pushState(null, "", `#${id}`);
    pin(id, element.dataset.claim ? "text" : "list");
  }

  function free() {
    if (!pinned) return;
    pin(null);
    history.replaceState(null, "", location.pathname + location.search);
  }

  /** Go to the next (1) or previous (-1) claim of the list. */
  function step(by) {
    const claims = [...document.querySelectorAll("[data-claim]")];
    if (!claims.length) return;
    const at = claims.findIndex((each) => each.dataset.claim === pinned);
    const next = claims[at < 0 ? (by > 0 ? 0 : claims.length - 1) : (at + by + claims.length) % claims.length];
    const id = next.dataset.claim;
    history.replaceState(null, "", `#${id}`);
    pin(id, "text");
    next.querySelector(`a[href="#at-${id}"]`)?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  // ---- spans by selecting text ----------------------------------------------------------------------------
  //
  // The text lies in a [data-text] whose paragraphs say where they begin (data-start, in code points). A
  // <fieldset data-span> has inputs named …start and …end, an <output> for the words, and a button
  // [data-take] that puts the last selection into them.

  let selected = null; // {start, end, quote}, the last selection within a text

  /** Count the code points from the beginning of a paragraph to a place in it. */
  function offset(node, at) {
    const inside = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const paragraph = inside?.closest("[data-text] [data-start]");
    if (!paragraph) return null;
    const range = document.createRange();
    range.setStart(paragraph, 0);
    range.setEnd(node, at);
    return Number(paragraph.dataset.start) + [...range.toString()].length;
  }

  function noteSelection() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null) return;
    const quote = range.toString();
    const before = [...quote].length - [...quote.trimStart()].length;
    const after = [...quote].length - [...quote.trimEnd()].length;
    if (!quote.trim()) return;
    selected = { start: start + before, end: end - after, quote: quote.trim() };
    for (const button of document.querySelectorAll("[data-take]")) button.disabled = false;
  }

  function take(event) {
    const button = event.target.closest?.("[data-take]");
    if (!button || !selected) return;
    const span = button.closest("[data-span]");
    span.querySelector('input[name$="start"]').value = selected.start;
    span.querySelector('input[name$="end"]').value = selected.end;
    const shown = span.querySelector("output");
    if (shown) shown.value = selected.quote;
    span.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // ---- shortcuts ------------------------------------------------------------------------------------------

  const SHORTCUTS = [
    ["/", "go to the search box"],
    ["j", "next claim of a report"],
    ["k", "previous claim of a report"],
    ["Esc", "let go of a claim that is kept lit"],
    ["?", "show these shortcuts"],
  ];

  function showShortcuts() {
    let dialog = document.getElementById("shortcuts");
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.id = "shortcuts";
      dialog.setAttribute("aria-labelledby", "shortcuts-title");
      const title = document.createElement("h2");
      title.id = "shortcuts-title";
      title.textContent = "Shortcuts";
      const list = document.createElement("dl");
      for (const [key, what] of SHORTCUTS) {
        const term = document.createElement("dt");
        const kbd = document.createElement("kbd");
        kbd.textContent = key;
        term.append(kbd);
        const told = document.createElement("dd");
        told.textContent = what;
        list.append(term, told);
      }
      const form = document.createElement("form");
      form.method = "dialog";
      const close = document.createElement("button");
      close.textContent = "Close";
      form.append(close);
      dialog.append(title, list, form);
      document.body.append(dialog);
    }
    if (!dialog.open) dialog.showModal();
  }

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      if (!document.querySelector("dialog[open]")) free();
      return;
    }
    const writing = event.target.closest?.("input, textarea, select, [contenteditable], dialog");
    if (writing) return;
    const acts = {
      "/": () => document.querySelector("[data-search], input[type=search]")?.focus(),
      "?": showShortcuts,
      j: () => step(1),
      k: () => step(-1),
    };
    if (!Object.hasOwn(acts, event.key)) return;
    if ("jk".includes(event.key) && !words.size) return;
    event.preventDefault();
    acts[event.key]();
  }

  // ---- beginning ------------------------------------------------------------------------------------------

  function begin(root) {
    indexClaims(root);
    for (const button of root.querySelectorAll("[data-take]")) button.disabled = !selected;
    if (root.querySelector("figure[data-chart], figure[data-network]")) {
      load("figures").then(() => window.saysoFigures.draw(root, load));
    }
  }

  document.addEventListener("mouseover", light);
  document.addEventListener("focusin", light);
  document.addEventListener("click", choose);
  document.addEventListener("click", take);
  document.addEventListener("selectionchange", noteSelection);
  document.addEventListener("keydown", press);
  document.addEventListener("htmx:afterSettle", (event) => {
    words.clear();
    indexClaims(document);
    begin(event.detail.elt);
  });
  window.addEventListener("popstate", () => pin(named(location.hash), "both"));
  document.documentElement.classList.add("scripted"); // :target stays where the address once was
  begin(document); // the script is deferred: the page is there
  // After the browser itself has gone to what the address names.
  if (location.hash) window.addEventListener("load", () => setTimeout(() => pin(named(location.hash), "both")));
})();
