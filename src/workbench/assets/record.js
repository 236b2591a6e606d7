// The record: as text with who said what, or as the JSON that is emitted.

import { counted, el } from "./element.js";

/** The most characters that are shown: a browser takes seconds for more. */
const MOST_SHOWN = 200_000;
/** The speakers' colours, in degrees: none is taken for what the page has kept or stripped. */
const HUES = [215, 45, 285, 185, 320, 65, 250, 30];

const SOURCES = {
  profile: "profile", json_ld: "JSON-LD", microdata: "microdata", meta: "meta tag", generic: "generic", feed: "feed",
  url: "address",
};

/** The record as JSON, as `extract` prints it. */
export function drawJson(place, view) {
  const text = view.record ? JSON.stringify(view.record, null, 2) : view.no_article;
  place.replaceChildren(el("pre", {}, text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}\n… cut` : text));
}

/** The record to be read. `reveal(start, end, scroll)` shows a stretch of the body in the page. */
export function drawRecord(place, view, reveal) {
  const { record } = view;
  if (!record) {
    place.replaceChildren(el("p", { class: "no-article" }, el("strong", {}, "No article. "), view.no_article), fields(view, null));
    return;
  }
  const speakers = new Map();
  for (const quote of record.quotes) {
    const name = named(quote);
    if (name && !speakers.has(name)) speakers.set(name, { hue: HUES[speakers.size % HUES.length], index: speakers.size });
  }
  place.replaceChildren(
    fields(view, record),
    el("div", { class: "body", lang: record.language }, body(record, speakers, reveal)),
    said(record, speakers),
    warnings(record));
}

/** What is looked at first, in this order. */
const FIRST = ["headline", "description", "authors", "date_published", "body"];
/** Whether the others are shown too. */
let more = false;

function fields(view, record) {
  const value = (field) => {
    const found = record?.[field];
    if (Array.isArray(found)) return found.join(", ");
    return found === undefined || found === null ? "" : String(found);
  };
  const rows = (trails) => trails.map((trail) => {
    const isBody = trail.field === "body" && record;
    return row(trail, isBody ? `${record.body.split(/\s+/).filter(Boolean).length} words in ${record.blocks.length} blocks` : value(trail.field));
  });
  const others = view.fields.filter((trail) => !FIRST.includes(trail.field));
  return el("div", { class: "fields" },
    rows(FIRST.flatMap((field) => view.fields.filter((trail) => trail.field === field))),
    el("details", { class: "more", open: more, ontoggle: ({ target }) => { if (target.className === "more") more = target.open; } },
      el("summary", {}, counted(others.length, "more field")), rows(others)));
}

function row(trail, value) {
  const won = trail.tried[trail.winner];
  const chip = won && el("span", { class: `source ${won.source}`, title: won.rule || "by the page's shape" }, SOURCES[won.source]);
  const tried = trail.tried.slice(0, 30).map((one, index) =>
    el("li", { class: index === trail.winner ? "won" : one.usable ? "" : "useless" },
      el("span", { class: `source ${one.source}` }, SOURCES[one.source]), " ", el("code", {}, one.rule || "–"), " ", one.text));
  return el("details", { class: value === "" ? "empty" : "", "data-field": trail.field },
    el("summary", {}, el("span", { class: "name" }, trail.field.replaceAll("_", " ")), el("span", { class: "value" }, value || "–"), chip),
    el("ol", { class: "tried" }, tried.length > 0 ? tried : el("li", {}, "nothing was found")));
}

const named = (quote) => quote.speaker?.name ?? quote.speaker?.mention;

function body(record, speakers, reveal) {
  const points = Array.from(record.body.slice(0, 2 * MOST_SHOWN)).slice(0, MOST_SHOWN);
  const marks = marked(record, speakers);
  const blocks = record.blocks.filter((block) => block.start < points.length).map((block) => {
    const inside = marks.filter((mark) => mark.start < block.end && mark.end > block.start);
    const tag = { heading: "h3", blockquote: "blockquote", code: "pre" }[block.kind] ?? "p";
    return el(tag, {
      class: block.kind, "data-start": block.start, "data-end": block.end,
      onmouseenter: () => reveal(block.start, block.end, false), onmouseleave: () => reveal(-1, -1, false),
      onclick: () => reveal(block.start, block.end, true),
    }, pieces(points, block, inside));
  });
  const cut = record.body.length > points.join("").length;
  return [...blocks, cut && el("p", { class: "aside" }, "… the body goes on; only its beginning is shown.")];
}

/** Quotes, speakers and cues in the order of the text, none over another. */
function marked(record, speakers) {
  const marks = [];
  record.quotes.forEach((quote, index) => {
    const speaker = speakers.get(named(quote));
    const parts = quote.parts.length > 0 ? quote.parts : [quote];
    parts.forEach((part, number) => marks.push({
      start: part.start, end: part.end, kind: speaker ? "quote" : "nobody", hue: speaker?.hue,
      id: number === 0 ? `quote-${index}` : undefined, to: speaker ? `said-${index}` : undefined,
      title: speaker ? `${quote.kind}: ${named(quote)}` : "said by nobody in the text",
    }));
    if (speaker && quote.speaker.start !== null) {
      marks.push({
        start: quote.speaker.start, end: quote.speaker.end, kind: "speaker", hue: speaker.hue, to: `speaker-${speaker.index}`,
        title: named(quote),
      });
    }
    if (quote.cue) marks.push({ start: quote.cue.start, end: quote.cue.end, kind: "cue", title: "cue" });
  });
  marks.sort((a, b) => a.start - b.start);
  let end = 0;
  return marks.filter((mark) => {
    const free = mark.start >= end;
    if (free) end = mark.end;
    return free;
  });
}

function pieces(points, block, marks) {
  const out = [];
  let at = block.start;
  const text = (from, to) => points.slice(from, to).join("");
  for (const mark of marks) {
    const [start, end] = [Math.max(mark.start, at), Math.min(mark.end, block.end)];
    if (start >= end) continue;
    out.push(text(at, start));
    const inside = text(start, end);
    const own = start === mark.start ? mark.id : undefined;
    out.push(mark.to
      ? el("a", { class: mark.kind, hue: mark.hue, id: own, href: `#${mark.to}`, title: mark.title }, inside)
      : el("span", { class: mark.kind, id: own, title: mark.title }, inside));
    at = end;
  }
  out.push(text(at, block.end));
  return out;
}

function said(record, speakers) {
  if (record.quotes.length === 0) return el("p", { class: "aside" }, "No quotes.");
  const items = [...speakers].map(([name, { hue, index }]) => {
    const own = record.quotes.map((quote, number) => [quote, number]).filter(([quote]) => named(quote) === name);
    const role = own.map(([quote]) => quote.speaker.role).find((found) => found);
    return el("li", { id: `speaker-${index}` },
      el("span", { class: "speaker", hue }, name), role && el("span", { class: "aside" }, ` ${role}`),
      el("ul", {}, own.map(([quote, number]) => el("li", {},
        el("a", { id: `said-${number}`, href: `#quote-${number}` }, `“${short(quote.text)}”`),
        quote.cue && el("span", { class: "aside" }, ` ${quote.cue.text}`)))));
  });
  const nobody = record.quotes.filter((quote) => !named(quote)).length;
  return el("div", { class: "said" }, el("h3", {}, "Who said what"), el("ol", {}, items),
    nobody > 0 && el("p", { class: "aside" }, `${nobody} more between quotation marks, said by nobody in the text.`));
}

const short = (text) => (text.length > 90 ? `${text.slice(0, 88)}…` : text);

function warnings(record) {
  if (record.warnings.length === 0) return null;
  return el("ul", { class: "warnings" }, record.warnings.map((warning) => el("li", {}, el("code", {}, warning.code), ` ${warning.message}`)));
}
