// Draws the list of articles and the one that is opened, from the JSON beside it. What records say becomes text of elements
// made here, never HTML.
(() => {
  "use strict";

  /** Lines of the list at once. */
  const STEP = 50;
  /** Texts packed together. */
  const PACK = 16;
  /** The speakers' colours, in degrees. */
  const HUES = [215, 45, 285, 140, 320, 65, 250, 15];
  const TAGS = { heading: "h4", blockquote: "blockquote", code: "pre" };

  const byId = (id) => document.getElementById(id);
  const desk = byId("desk");
  if (!desk) return;
  const [list, reader, search, order] = ["articles-list", "reader", "search", "order"].map(byId);
  const index = JSON.parse(byId("index").textContent);

  /** An element with attributes (and listeners: `onclick`) and children. */
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value === undefined || value === null || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name === "hue") element.style.setProperty("--hue", value);
      else element.setAttribute(name, value);
    }
    element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
    return element;
  }

  const many = (count, what) => `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
  const hue = (speaker) => HUES[speaker % HUES.length];

  // The list.

  const ORDERS = {
    last: () => 0,
    quotes: (a, b) => index[b].quotes - index[a].quotes,
    long: (a, b) => index[b].characters - index[a].characters,
    short: (a, b) => index[a].characters - index[b].characters,
    unsure: (a, b) => index[a].confidence - index[b].confidence,
  };
  let words = null;
  let shown = [];
  let from = 0;

  /** Everything that is searched, of each article. */
  function searched() {
    words ??= index.map((one) => [one.headline ?? "", one.site, ...one.authors, ...one.speakers].join("\n").toLowerCase());
    return words;
  }

  function choose() {
    const sought = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = index.map((_, number) => number).reverse();
    if (sought.length > 0) shown = shown.filter((number) => sought.every((word) => searched()[number].includes(word)));
    shown.sort(ORDERS[order.value]);
    from = 0;
    drawList();
  }

  function drawList() {
    const open = opened();
    list.start = from + 1;
    list.replaceChildren(...shown.slice(from, from + STEP).map((number) => {
      const one = index[number];
      const about = [
        one.site, one.published?.slice(0, 10), many(one.quotes, "quote"), many(one.characters, "character"),
        one.revision > 1 && `revision ${one.revision}`,
      ];
      return el("li", {}, el("a", { href: `#article-${number}`, "aria-current": number === open && "true" },
        el("span", { class: "headline", dir: "auto" }, one.headline ?? "(no headline)"),
        el("span", { class: "aside" }, el("bdi", {}, about.filter(Boolean).join(" · ")))));
    }));
    byId("found").textContent = shown.length === index.length ? many(shown.length, "article") : `${many(shown.length, "article")} of ${index.length.toLocaleString("en")}`;
    byId("which").textContent = shown.length === 0 ? "" : `${from + 1}–${Math.min(from + STEP, shown.length)}`;
    byId("back").disabled = from === 0;
    byId("more").disabled = from + STEP >= shown.length;
  }

  function turn(by) {
    from = Math.max(0, from + by);
    drawList();
    list.querySelector("a")?.focus();
  }

  // The article that is opened.

  /** Which the address names. */
  function opened() {
    const number = /^#article-(\d{1,9})$/.exec(location.hash)?.[1];
    return number !== undefined && index[number] ? Number(number) : null;
  }

  /** The text of an article; nothing while the file is still being read. */
  async function text(number) {
    const pack = byId(`texts-${Math.floor(number / PACK)}`);
    if (!pack || (document.readyState === "loading" && !pack.nextElementSibling)) return null;
    if (typeof DecompressionStream !== "function") throw new Error("this browser is too old to unpack texts");
    const bytes = Uint8Array.from(atob(pack.textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return (await new Response(stream).json())[number % PACK];
  }

  /** Which article is drawn. */
  let drawn = null;

  async function draw() {
    const number = opened();
    reader.hidden = number === null;
    desk.classList.toggle("reading", number !== null);
    for (const link of list.querySelectorAll("a")) {
      if (link.hash === location.hash) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (number === null) {
      if (drawn !== null) list.querySelector("[data-left]")?.focus();
      drawn = null;
      reader.replaceChildren();
      return;
    }
    for (const link of list.querySelectorAll("[data-left]")) link.removeAttribute("data-left");
    list.querySelector(`a[href="#article-${number}"]`)?.setAttribute("data-left", "");
    let found;
    try {
      found = await text(number);
    } catch (error) {
      reader.replaceChildren(el("p", {}, `The article cannot be shown: ${error.message}.`));
      return;
    }
    if (opened() !== number) return;
    if (!found) {
      reader.replaceChildren(el("p", { class: "aside" }, "…"));
      document.addEventListener("DOMContentLoaded", draw, { once: true });
      return;
    }
    drawArticle(index[number], found);
    reader.scrollTop = 0;
    reader.querySelector("h3").focus({ preventScroll: true });
    if (drawn === null || reader.getBoundingClientRect().top < 0) byId("articles").scrollIntoView();
    drawn = number;
  }

  function drawArticle(one, text) {
    const about = [
      ["site", one.site], ["by", one.authors.join(", ")], ["published", one.published], ["fetched", text.fetched],
      ["address", address(text)], ["section", text.section], ["language", text.language],
      ["profile", text.profile ?? "none"], ["confidence", one.confidence.toFixed(2)],
      ["revision", one.revision > 1 && `${one.revision}: changed ${text.changed.join(", ")}`],
      ["same as", text.duplicate_of],
      ["warnings", text.warnings.map((warning) => `${warning.code}: ${warning.message}`).join("; ")],
    ].filter(([, value]) => value);
    reader.replaceChildren(
      el("div", { class: "tools" },
        el("button", { type: "button", onclick: close }, "List"),
        el("button", { type: "button", onclick: () => step(-1) }, "Previous"),
        el("button", { type: "button", onclick: () => step(1) }, "Next")),
      el("h3", { tabindex: "-1", dir: "auto", lang: text.language }, one.headline ?? "(no headline)"),
      text.description && el("p", { class: "aside", dir: "auto" }, text.description),
      el("dl", {}, about.map(([name, value]) => [el("dt", {}, name), el("dd", {}, el("bdi", {}, value))])),
      el("ul", { class: "speakers", "aria-label": "Speakers" }, text.speakers.map((speaker, place) => el("li", {},
        el("button", { type: "button", hue: hue(place), onclick: () => light(place) }, el("bdi", {}, speaker.name),
          ` ${speaker.quotes}`, speaker.role && el("span", { class: "aside" }, el("bdi", {}, ` ${speaker.role}`)))))),
      el("div", { class: "text", dir: "auto", lang: text.language }, text.blocks.map((block) => drawBlock(block, text.speakers))),
      text.cut && el("p", { class: "aside" }, "… the text goes on; only its beginning is shown."));
  }

  function address(text) {
    const isWeb = text.address && /^https?:\/\//i.test(text.address);
    return isWeb ? el("a", { href: text.address, rel: "noreferrer", target: "_blank" }, text.url) : text.url;
  }

  function drawBlock({ kind, runs }, speakers) {
    return el(TAGS[kind] ?? "p", { class: kind, dir: "auto" }, runs.map((run) => {
      if (typeof run === "string") return run;
      const [mark, words, speaker] = run;
      const name = speaker === null ? undefined : speakers[speaker].name;
      const tag = mark === "quote" || mark === "nobody" ? "mark" : "span";
      return el(tag, {
        class: mark, hue: speaker === null ? undefined : hue(speaker), "data-speaker": mark === "quote" ? speaker : undefined,
        title: mark === "nobody" ? "said by nobody in the text" : name,
      }, words);
    }));
  }

  /** Shows a speaker's quotes, one after the other with each click. */
  function light(speaker) {
    const quotes = [...reader.querySelectorAll(`[data-speaker="${speaker}"]`)];
    const next = quotes[(quotes.findIndex((quote) => quote.classList.contains("lit")) + 1) % quotes.length];
    for (const lit of reader.querySelectorAll(".lit")) lit.classList.remove("lit");
    next?.classList.add("lit");
    next?.scrollIntoView({ block: "center" });
  }

  function close() {
    if (opened() !== null) location.hash = "articles";
  }

  function step(by) {
    const open = opened();
    const place = open === null ? (by > 0 ? -1 : 0) : shown.indexOf(open);
    const next = shown[place + by];
    if (next === undefined) return;
    if (place + by < from || place + by >= from + STEP) {
      from = Math.floor((place + by) / STEP) * STEP;
      drawList();
    }
    location.hash = `article-${next}`;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (event.target === search && search.value) return;
      return close();
    }
    if (event.target.closest?.("input, select, textarea")) return;
    if (event.key === "/") {
      event.preventDefault();
      close();
      search.focus();
    } else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
  });
  search.addEventListener("input", choose);
  order.addEventListener("change", choose);
  byId("back").addEventListener("click", () => turn(-STEP));
  byId("more").addEventListener("click", () => turn(STEP));
  window.addEventListener("hashchange", draw);
  choose();
  draw();
})();
