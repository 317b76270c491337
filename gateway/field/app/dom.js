/* Elements from plain values; text is always text. */

export function h(tag, about = {}, ...children) {
  const made = document.createElement(tag);
  Object.entries(about).forEach(([name, value]) => {
    if (value === undefined || value === null || value === false) return;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && name !== "list" && typeof value !== "string") made[name] = value;
    else made.setAttribute(name === "cls" ? "class" : name, value === true ? "" : value);
  });
  made.append(...children.flat().filter((one) => one !== null && one !== undefined && one !== ""));
  return made;
}

/** Put new content into an element; who had the focus has it again, by its id. */
export function fill(element, ...children) {
  const focused = document.activeElement && element.contains(document.activeElement) ? document.activeElement.id : "";
  element.replaceChildren(...children.flat().filter(Boolean));
  const again = focused && document.getElementById(focused);
  if (again) again.focus();
}

const SHAPES = {
  ok: "✓", now: "◎", next: "○", warn: "▲", stop: "■",
};

/** A state is shape, word and colour. */
export const state = (kind, word) => h("span", { cls: `state ${kind}` }, h("span", { "aria-hidden": "true", cls: "shape" }, SHAPES[kind]), word);

export const button = (id, word, onclick, cls = "btn") => h("button", { id, type: "button", cls, onclick }, word);

/** An address of a blob for a picture, given back once it was read. */
export function picture(blob, alt, cls = "thumb") {
  const url = URL.createObjectURL(blob), made = h("img", { alt, cls });
  const done = () => URL.revokeObjectURL(url);
  made.addEventListener("load", done);
  made.addEventListener("error", done);
  made.src = url;
  return made;
}

export function download(name, blob) {
  const url = URL.createObjectURL(blob), link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}
