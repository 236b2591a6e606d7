// What was clicked, the selectors there are for it, and what to do with one.

import { el, counted } from "./element.js";

const STABILITY = {
  meaning: ["says what it is", "a name that says what the element is for: it will hold longest"],
  name: ["a name", "a name somebody chose, though it does not say what for"],
  context: ["by its place", "its place in an element with a telling name"],
  made: ["made by a build", "a name that a build makes anew: it will break"],
  position: ["by counting", "its place among its neighbours alone: it will break"],
};

/** Draws the panel. `actions` are `choose(field, selector)`, `match(elements)`, `pick(element)`, `close()`. */
export function drawPicker(panel, clicked, fields, names, actions) {
  const chosen = () => panel.querySelector("input[name=selector]:checked")?.value;
  const field = el("select", { id: "field", "aria-label": "Field" },
    fields.filter((name) => name !== "strip").map((name) => el("option", { value: name }, name)));
  if (clicked.likely !== "strip") field.value = clicked.likely;
  const around = clicked.around.slice(0, 6).reverse();
  panel.replaceChildren(
    el("div", { class: "bar" },
      el("h3", {}, "Element"),
      el("nav", { "aria-label": "Elements around it" },
        around.map((above) => el("button", {
          type: "button", title: above.element, onclick: () => actions.pick(above.number),
          onmouseenter: () => actions.match([above.number]), onmouseleave: () => actions.match([]),
        }, above.element.split(/[#.]/)[0])),
        el("strong", {}, clicked.element)),
      el("button", { type: "button", "aria-label": "Close", onclick: actions.close }, "×")),
    clicked.text && el("p", { class: "excerpt" }, clicked.text),
    el("fieldset", { class: "candidates" },
      el("legend", {}, "Selectors, the most stable first"),
      clicked.candidates.map((candidate, index) => line(candidate, index, names, actions))),
    el("div", { class: "buttons" },
      el("label", {}, "Use for ", field),
      el("button", {
        type: "button", id: "use", class: clicked.likely === "strip" ? "" : "primary",
        onclick: () => actions.choose(field.value, chosen()),
      }, "Use"),
      el("button", {
        type: "button", id: "strip", class: clicked.likely === "strip" ? "primary" : "",
        onclick: () => actions.choose("strip", chosen()),
      }, "Strip it")));
  panel.hidden = false;
  panel.scrollTop = 0;
}

function line(candidate, index, names, actions) {
  const [label, why] = STABILITY[candidate.stability];
  const on = candidate.counts.filter((count) => count.elements > 0).length;
  const counts = candidate.counts.map((count) => `${names.get(count.page)}: ${counted(count.elements, "element")}`);
  const match = () => actions.match(candidate.elements);
  return el("label", { class: `candidate ${candidate.stability}`, onmouseenter: match },
    el("input", { type: "radio", name: "selector", value: candidate.selector, checked: index === 0, onfocus: match, onchange: match }),
    el("code", {}, candidate.selector),
    el("span", { class: on === candidate.counts.length ? "counts" : "counts some", title: counts.join("\n") },
      `${candidate.elements.length} here, on ${on} of ${counted(candidate.counts.length, "page")}`),
    el("span", { class: "stability", title: why }, label));
}
