// Runs in the frame, beside a page that has no script of its own: shows what is kept and stripped, tells what is pointed at
// and clicked. It hears and answers through one port, which the workbench hands over first.
"use strict";
{
  const texts = [...document.querySelectorAll("[data-x]")];
  const elements = [];
  for (const element of document.querySelectorAll("[data-n]")) elements[element.dataset.n] = element;
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);

  let port = null;
  /** For each text the mark it has. */
  let marked = [];
  let reasons = [];
  let left = "";
  let current = null;

  addEventListener("message", (event) => {
    if (port || event.source !== parent || event.data !== "port") return;
    [port] = event.ports;
    port.onmessage = ({ data }) => ({ marks, match, picked, reveal })[data.kind]?.(data);
  });

  function marks(data) {
    ({ reasons, left } = data);
    marked = [];
    pointed = [];
    for (const mark of data.marks) {
      for (let x = mark.first; x <= mark.last && x < texts.length; x += 1) marked[x] = mark;
    }
    texts.forEach((text, x) => { text.className = marked[x]?.state ?? ""; });
    for (const element of document.querySelectorAll("[data-field]")) element.removeAttribute("data-field");
    for (const { field, elements: numbers } of data.found) {
      if (field !== "body") for (const number of numbers) elements[number]?.setAttribute("data-field", field.replaceAll("_", " "));
    }
  }

  function only(name, chosen) {
    for (const element of document.querySelectorAll(`.${name}`)) element.classList.remove(name);
    for (const element of chosen) element?.classList.add(name);
  }

  const match = ({ elements: numbers }) => only("match", numbers.map((number) => elements[number]));

  function picked({ element }) {
    only("match", []);
    only("picked", element === null ? [] : [elements[element]]);
  }

  /** Shows where a stretch of the body stands. */
  function reveal({ start, end, scroll }) {
    const shown = texts.filter((_, x) => marked[x]?.body && marked[x].body[0] < end && marked[x].body[1] > start);
    only("revealed", shown);
    if (scroll) shown[0]?.scrollIntoView({ block: "center" });
  }

  /** Why a text is as it is, and where in the body it stands. */
  function reason(text) {
    const mark = text ? marked[text.dataset.x] : undefined;
    if (mark) return { why: reasons[mark.why], state: mark.state, body: mark.body };
    return text ? { why: left, state: "left", body: null } : { why: "", state: "", body: null };
  }

  let pointed = [];

  function point(element, text) {
    if (pointed[0] === element && pointed[1] === text) return;
    pointed = [element, text];
    only("pointed", [element]);
    if (!element) {
      tip.hidden = true;
      port?.postMessage({ kind: "point", text: "", body: null });
      return;
    }
    const { why, state, body } = reason(text ?? own(element));
    tip.replaceChildren(element.dataset.c);
    if (why) {
      const line = document.createElement("div");
      line.className = state;
      line.textContent = why;
      tip.append(line);
    }
    tip.hidden = false;
    port?.postMessage({ kind: "point", text: why ? `${element.dataset.c}: ${why}` : element.dataset.c, body });
  }

  const own = (element) => element.querySelector(":scope > [data-x]") ?? element.querySelector("[data-x]");

  function place(x, y) {
    const { clientWidth, clientHeight } = document.documentElement;
    tip.style.left = `${Math.max(4, Math.min(x + 14, clientWidth - tip.offsetWidth - 4))}px`;
    tip.style.top = `${y + 20 + tip.offsetHeight > clientHeight ? Math.max(4, y - tip.offsetHeight - 8) : y + 18}px`;
  }

  document.addEventListener("mousemove", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const element = target?.closest("[data-n]") ?? null;
    point(element, target?.closest("[data-x]"));
    if (element) place(event.clientX, event.clientY);
  });
  document.addEventListener("mouseleave", () => point(null));
  document.addEventListener("click", (event) => {
    const element = event.target instanceof Element ? event.target.closest("[data-n]") : null;
    if (element) choose(element);
  });

  function choose(element) {
    current = element;
    port?.postMessage({ kind: "pick", element: Number(element.dataset.n) });
  }

  /** Goes to an element by the keyboard. */
  function go(element) {
    if (!element) return;
    current = element;
    element.scrollIntoView({ block: "nearest" });
    point(element);
    const { left, bottom } = element.getBoundingClientRect();
    place(left, bottom - 14);
  }

  const hasText = (element) => element?.querySelector(":scope > [data-x]");

  function step(by) {
    let number = current ? Number(current.dataset.n) : by > 0 ? -1 : elements.length;
    do number += by; while (number >= 0 && number < elements.length && !hasText(elements[number]));
    go(elements[number]);
  }

  document.addEventListener("keydown", (event) => {
    const keys = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      ArrowLeft: () => go(current?.parentElement?.closest("[data-n]")),
      ArrowRight: () => go(current?.querySelector("[data-n]")),
      Enter: () => current && choose(current),
    };
    const ctrl = event.ctrlKey || event.metaKey;
    const known = !ctrl && !event.altKey && keys[event.key];
    if (known) known();
    else if (ctrl ? event.key === "s" : /^[1-4?]$|^Escape$/.test(event.key)) port?.postMessage({ kind: "key", key: event.key, ctrl });
    else return;
    event.preventDefault();
  });
}
