// The profile's text: a plain text field, with line numbers, how much each rule matches, and mistakes at their line.

import { el } from "./element.js";

export class Editor {
  /** `changed` is called when somebody has typed. */
  constructor(place, problems, changed) {
    this.problems = problems;
    this.text = el("textarea", {
      spellcheck: "false", autocomplete: "off", autocapitalize: "off", wrap: "off", "aria-label": "The profile",
      "aria-describedby": "problems",
    });
    this.gutter = el("div", { class: "gutter", "aria-hidden": "true" });
    this.notes = el("div", { class: "notes", "aria-hidden": "true" });
    place.append(this.gutter, el("div", { class: "field" }, this.text, this.notes));
    this.remarks = { errors: [], warnings: [], rules: [], pages: 0 };
    this.text.addEventListener("input", () => { this.draw(); changed(); });
    this.text.addEventListener("scroll", () => this.follow());
  }

  get value() { return this.text.value; }

  /** Puts in another profile. */
  open(text) {
    this.text.value = text;
    this.text.setSelectionRange(0, 0);
    this.text.scrollTop = 0;
    this.draw();
  }

  /** Puts in a changed profile, in a way that Ctrl+Z undoes. Only what differs is replaced, and brought into view. */
  change(text) {
    const old = this.text.value;
    let start = 0;
    while (start < old.length && old[start] === text[start]) start += 1;
    let end = 0;
    while (end < Math.min(old.length, text.length) - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
    this.text.focus();
    this.text.setSelectionRange(start, old.length - end);
    const inserted = text.slice(start, text.length - end);
    const done = document.execCommand(inserted === "" ? "delete" : "insertText", false, inserted);
    if (!done || this.text.value !== text) this.text.value = text;
    this.show(text.slice(0, start).split("\n").length);
    this.draw();
  }

  /** Brings a line into view. */
  show(line) {
    const height = this.lineHeight();
    const top = (line - 1) * height;
    if (top < this.text.scrollTop || top > this.text.scrollTop + this.text.clientHeight - 2 * height) {
      this.text.scrollTop = Math.max(0, top - this.text.clientHeight / 3);
    }
    this.follow();
  }

  /** Puts the cursor at the beginning of a line. */
  goTo(line) {
    const before = this.text.value.split("\n").slice(0, line - 1).join("\n").length;
    const start = line > 1 ? before + 1 : 0;
    this.text.focus();
    this.text.setSelectionRange(start, start);
    this.show(line);
  }

  /** Shows what was found out about the profile. */
  remark(reading, pages) {
    // With anything wrong nothing was read, so what rules match stays as it was.
    const rules = reading.errors.length > 0 ? this.remarks.rules : reading.rules;
    this.remarks = { errors: reading.errors, warnings: reading.warnings, rules, pages };
    this.draw();
    const item = (kind) => (remark) => el("li", { class: kind },
      el("button", { type: "button", onclick: () => this.goTo(Math.max(1, remark.line)) },
        remark.line > 0 ? `Line ${remark.line}` : "Profile"),
      ` ${remark.key ? `${remark.key}: ` : ""}${remark.message}`);
    this.problems.replaceChildren(...reading.errors.map(item("error")), ...reading.warnings.map(item("warning")));
    this.text.setAttribute("aria-invalid", String(reading.errors.length > 0));
  }

  lineHeight() { return parseFloat(getComputedStyle(this.text).lineHeight); }

  draw() {
    const lines = this.text.value.split("\n");
    const { errors, warnings, rules, pages } = this.remarks;
    const of = (list) => {
      const map = new Map();
      for (const remark of list) map.set(remark.line, [...(map.get(remark.line) ?? []), remark]);
      return map;
    };
    const [wrong, doubtful, used] = [of(errors), of(warnings), of(rules)];
    this.gutter.replaceChildren(...lines.map((_, index) => {
      const line = index + 1;
      const kind = wrong.has(line) ? "error" : doubtful.has(line) ? "warning" : "";
      const here = used.get(line) ?? [];
      const least = here.length > 0 ? Math.min(...here.map((rule) => rule.pages)) : undefined;
      const title = here.map((rule) => `${rule.key} matches on ${rule.pages} of ${pages} pages`).join("\n");
      return el("div", { class: kind },
        el("span", { class: least === 0 ? "use none" : "use", title }, least === undefined ? "" : `${least}/${pages}`),
        el("span", {}, String(line)));
    }));
    const note = (kind) => ([line, remarks]) => {
      const found = el("div", { class: `note ${kind}` }, remarks.map((remark) => remark.message).join("; "));
      found.style.setProperty("--line", line - 1);
      found.style.setProperty("--column", (lines[line - 1] ?? "").length + 2);
      return found;
    };
    const lone = [...doubtful].filter(([line]) => line > 0 && !wrong.has(line));
    this.notes.replaceChildren(...[...wrong].filter(([line]) => line > 0).map(note("error")), ...lone.map(note("warning")));
    this.follow();
  }

  follow() {
    this.gutter.scrollTop = this.text.scrollTop;
    this.notes.style.setProperty("--x", `${-this.text.scrollLeft}px`);
    this.notes.style.setProperty("--y", `${-this.text.scrollTop}px`);
  }
}
