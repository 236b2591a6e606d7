// The workbench: one site, one page of it that is looked at, one profile. Every change is read by the server, which knows
// all pages; here is only what is shown.

import { ask, counted, el } from "./element.js";
import { Editor } from "./editor.js";
import { drawPicker } from "./picker.js";
import { drawJson, drawRecord } from "./record.js";

const at = (id) => document.getElementById(id);
const POINT_AT_IT = at("pointed").textContent;

let contents;
/** The text of each site's profile as it is edited. */
const texts = new Map();
let site = 0;
let page = null;
/** What was read last, and the look at the page in it. */
let reading = null;
let view = null;
let asJson = false;

// Reading: one question at a time; what was typed meanwhile is asked next.

let busy = false;
let wanted = false;
let timer;

async function read() {
  clearTimeout(timer);
  wanted = true;
  if (busy) return;
  busy = true;
  while (wanted) {
    wanted = false;
    const asked = { site, page, toml: editor.value };
    say("reading …");
    try {
      const found = await ask("/api/read", asked);
      if (asked.site === site && asked.page === page) show(found);
    } catch (error) {
      say(error.message, true);
    }
  }
  busy = false;
}

function typed() {
  texts.set(site, editor.value);
  drawUnsaved();
  clearTimeout(timer);
  timer = setTimeout(read, 250);
}

function say(text, wrong = false) {
  at("state").textContent = text;
  at("state").classList.toggle("wrong", wrong);
}

const editor = new Editor(at("editor"), at("problems"), typed);

function show(found) {
  editor.remark(found, ofSite().length);
  document.body.classList.toggle("stale", found.errors.length > 0);
  if (found.errors.length > 0) {
    say(`${counted(found.errors.length, "error")} in the profile: the record is of the last one without`, true);
    return;
  }
  reading = found;
  view = found.view;
  const changed = found.pages.filter((given) => given.changed.length > 0).length;
  say(changed === 0 ? "as before" : `${changed} of ${counted(found.pages.length, "page")} changed`);
  drawPages();
  drawView();
}

// The page in its frame, which answers through a port of its own.

let port = null;
let framed = "";

function drawView() {
  at("cut").hidden = !view?.is_cut;
  drawTheRecord();
  if (!view) return;
  const wantedFrame = `${view.id}/${view.edition}`;
  if (framed === wantedFrame) {
    tellMarks();
    return;
  }
  framed = wantedFrame;
  port = null;
  closePicker();
  at("frame").src = `/page/${view.id}?edition=${view.edition}`;
}

at("frame").addEventListener("load", () => {
  if (framed === "") return;
  const channel = new MessageChannel();
  port = channel.port1;
  port.onmessage = ({ data }) => heard(data);
  at("frame").contentWindow.postMessage("port", "*", [channel.port2]);
  tellMarks();
});

function tellMarks() {
  port?.postMessage({ kind: "marks", marks: view.marks, reasons: view.reasons, left: view.left, found: view.found });
}

function heard(message) {
  if (message.kind === "point") {
    at("pointed").textContent = message.text || POINT_AT_IT;
    for (const block of document.querySelectorAll("#record [data-start]")) {
      const inside = message.body && Number(block.dataset.start) < message.body[1] && Number(block.dataset.end) > message.body[0];
      block.classList.toggle("pointed", Boolean(inside));
    }
  } else if (message.kind === "pick") {
    pick(message.element);
  } else if (message.kind === "key") {
    shortcut(message.key, message.ctrl);
  }
}

// The record.

function reveal(start, end, scroll) {
  port?.postMessage({ kind: "reveal", start, end, scroll });
}

function drawTheRecord() {
  const place = at("record");
  const top = place.scrollTop;
  if (!view) place.replaceChildren(el("p", { class: "no-article" }, "No page."));
  else if (asJson) drawJson(place, view);
  else drawRecord(place, view, reveal);
  place.scrollTop = top;
}

function showAs(json) {
  asJson = json;
  at("as-json").setAttribute("aria-pressed", String(json));
  at("as-text").setAttribute("aria-pressed", String(!json));
  drawTheRecord();
  at("record").scrollTop = 0;
}

at("as-json").addEventListener("click", () => showAs(true));
at("as-text").addEventListener("click", () => showAs(false));

// The element that was clicked.

async function pick(element) {
  try {
    const clicked = await ask("/api/candidates", { page: view.id, element });
    const names = new Map(contents.pages.map((one) => [one.id, one.title]));
    drawPicker(at("picker"), clicked, contents.fields, names, {
      choose,
      pick: (other) => pick(other),
      match: (elements) => port?.postMessage({ kind: "match", elements }),
      close: () => { closePicker(); at("frame").focus(); },
    });
    port?.postMessage({ kind: "picked", element });
    at("picker").querySelector("input")?.focus();
  } catch (error) {
    say(error.message, true);
  }
}

async function choose(field, selector) {
  if (!selector) return;
  try {
    const { toml } = await ask("/api/choose", { toml: editor.value, field, selector });
    closePicker();
    if (toml !== editor.value) editor.change(toml);
    texts.set(site, toml);
    drawUnsaved();
    await read();
  } catch (error) {
    say(error.message, true);
  }
}

function closePicker() {
  at("picker").hidden = true;
  at("picker").replaceChildren();
  port?.postMessage({ kind: "picked", element: null });
}

// The list of pages.

const ofSite = () => contents.pages.filter((one) => one.site === site);

function drawPages() {
  const rows = reading.pages.map((given) => {
    const known = contents.pages[given.id];
    const cell = (field, ...content) => el("td", { class: given.changed.includes(field) ? "changed" : "" }, content);
    const more = given.words - given.words_before;
    const rest = given.no_article
      ? [el("td", { colspan: 4, class: "no-article" }, given.no_article)]
      : [
        cell("headline", given.headline ?? "–"), cell("authors", given.authors.join(", ") || "–"),
        cell("date_published", (given.date ?? "–").slice(0, 10)),
        cell("body", String(given.words), more !== 0 && el("span", { class: "more" }, ` ${more > 0 ? "+" : "−"}${Math.abs(more)}`)),
      ];
    const others = given.changed.filter((field) => !["headline", "authors", "date_published", "body"].includes(field));
    return el("tr", { class: given.id === page ? "current" : "" },
      el("th", { scope: "row" },
        el("button", { type: "button", "aria-current": given.id === page ? "page" : undefined, onclick: () => go(given.id), title: known.url },
          known.title),
        known.fixture && el("span", { class: "badge", title: "it is a fixture" }, "fixture"),
        others.length > 0 && el("span", { class: "badge changed", title: "changed" }, others.join(", "))),
      rest);
  });
  const lost = contents.lost.map((one) => el("tr", { class: "lost" }, el("th", { scope: "row" }, one.name), el("td", { colspan: 4 }, one.why)));
  const heads = ["Page", "Headline", "Authors", "Date", "Words"].map((text) => el("th", { scope: "col" }, text));
  at("pages").replaceChildren(el("table", {}, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows, lost)));
}

// Going to a site or page.

function go(id) {
  page = id;
  at("page").value = String(id);
  read();
}

function goToSite(index) {
  site = index;
  const { host, path, origin, toml } = contents.sites[index];
  at("site").value = String(index);
  at("page").replaceChildren(...ofSite().map((one) => el("option", { value: one.id }, one.fixture ? `${one.title} (fixture)` : one.title)));
  at("path").textContent = path;
  at("save-path").textContent = path;
  at("origin").textContent = { draft: "drafted from the pages", built_in: "from the built-in one", file: "" }[origin];
  document.title = `${host} – Copydesk workbench`;
  reading = null;
  closePicker();
  editor.open(texts.get(index) ?? toml);
  drawUnsaved();
  go(ofSite()[0]?.id ?? null);
}

const isUnsaved = () => contents.sites.some(({ toml }, index) => texts.has(index) && texts.get(index) !== toml);

function drawUnsaved() {
  at("unsaved").hidden = (texts.get(site) ?? contents.sites[site].toml) === contents.sites[site].toml;
}

addEventListener("beforeunload", (event) => {
  if (isUnsaved()) event.preventDefault();
});

// Saving.

function openSave() {
  if (at("save-dialog").open || !contents.sites[site]) return;
  const lines = ofSite().map((one) => el("label", {},
    el("input", { type: "checkbox", name: "fixture", value: one.id }), ` ${one.title}`, one.fixture && el("span", { class: "badge" }, "fixture")));
  at("save-pages").replaceChildren(el("legend", {}, "With a fixture and a case of"), ...lines);
  at("saved").replaceChildren();
  at("save-dialog").showModal();
  at("save-now").focus();
}

async function save(overwrite) {
  const fixtures = [...at("save-pages").querySelectorAll("input:checked")].map((box) => Number(box.value));
  try {
    const saved = await ask("/api/save", { site, toml: editor.value, fixtures, overwrite });
    if (saved.toml !== editor.value) editor.change(saved.toml);
    texts.set(site, saved.toml);
    const found = await ask("/api/contents");
    contents = found;
    at("origin").textContent = "";
    drawUnsaved();
    at("saved").replaceChildren(
      el("p", {}, "Written: ", saved.files.flatMap((file, index) => [index > 0 && ", ", el("code", {}, file)])),
      el("p", { class: saved.passed ? "passed" : "failed" }, saved.passed ? "The check passes." : "The check fails:"),
      el("ul", {}, saved.report.map((line) => el("li", {}, line))),
      !saved.passed && el("p", {}, "If the record is right now, bless it: ",
        el("code", {}, `copydesk profile check ${contents.sites[site].host} --bless`)));
    read();
  } catch (error) {
    at("saved").replaceChildren(
      el("p", { class: "failed" }, error.message),
      error.kind === "changed" && el("button", { type: "button", onclick: () => save(true) }, "Write over it"));
  }
}

at("save").addEventListener("click", openSave);
at("save-close").addEventListener("click", () => at("save-dialog").close());
at("save-dialog").querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  save(false);
});

// The keyboard.

function shortcut(key, ctrl) {
  if (ctrl) {
    if (key === "s") openSave();
    return ctrl && key === "s";
  }
  const places = { 1: "frame", 2: "record", 3: null, 4: null };
  if (key === "Escape") {
    if (at("picker").hidden) return false;
    closePicker();
    at("frame").focus();
  } else if (key === "?") at("help-dialog").showModal();
  else if (key === "3") editor.text.focus();
  else if (key === "4") at("pages").querySelector("button")?.focus();
  else if (places[key]) at(places[key]).focus();
  else return false;
  return true;
}

addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  const ctrl = event.ctrlKey || event.metaKey;
  const types = event.target.closest("textarea, select, input:not([type=radio])");
  if (event.key === "Escape" && event.target === editor.text) {
    at("save").focus();
    event.preventDefault();
  } else if ((!types || ctrl) && !event.altKey && shortcut(event.key, ctrl)) event.preventDefault();
});
at("help").addEventListener("click", () => at("help-dialog").showModal());
at("help-close").addEventListener("click", () => at("help-dialog").close());
at("site").addEventListener("change", () => goToSite(Number(at("site").value)));
at("page").addEventListener("change", () => go(Number(at("page").value)));

// Begin.

try {
  contents = await ask("/api/contents");
  at("site").replaceChildren(...contents.sites.map((one, index) => el("option", { value: index }, one.host)));
  if (contents.sites.length > 0) goToSite(0);
  else {
    say("There is no page to work on.", true);
    at("pages").replaceChildren(el("ul", {}, contents.lost.map((one) => el("li", { class: "lost" }, `${one.name}: ${one.why}`))));
  }
} catch (error) {
  say(error.message, true);
}
