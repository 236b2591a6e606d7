// Elements made without a line of HTML: whatever a page says stays text.

/** An element with properties (`class`, `data-…`, `aria-…` and listeners `onclick` among them) and children. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "hue") element.style.setProperty("--hue", value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** Asks the server; an answer that says what is wrong becomes an error with it. */
export async function ask(path, question) {
  const options = question === undefined ? {} : {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(question),
  };
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("the workbench does not answer: it was stopped");
  }
  const text = await answer.text();
  const isJson = answer.headers.get("content-type") === "application/json";
  if (answer.ok && isJson) return JSON.parse(text);
  const wrong = isJson ? JSON.parse(text).error : text;
  const error = new Error(wrong.message ?? wrong);
  error.kind = wrong.kind;
  throw error;
}

/** "1 page", "2 pages". */
export const counted = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
