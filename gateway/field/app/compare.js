/* 前后对比: two pictures over one another, seen on the phone alone. */
import { fill, h, picture } from "./dom.js";
import { held as heldPicture } from "./pictures.js";
import { DONE } from "./states.js";
import { t } from "./words.js";

/** `about`: the task or the finding; null for none. */
export function comparison(app, about) {
  if (!app.last || !app.last.type.startsWith("image/")) return null;
  const own = app.items.filter((one) => one.owner === app.owner && one.state !== DONE && one.blob && one.blob.type.startsWith("image/"));
  const held = (about && about.pictures) || [];
  const box = h("div", { cls: "overlay" });
  const options = [["", t("compare.none")], ...own.map((one) => [`own ${one.id}`, `${one.n}. ${one.manifest.title}`]), ...held.map((one) => [`held ${one.id}`, one.title])];
  const choose = async (event) => {
    const [where, id] = event.target.value.split(" ");
    const before = where === "own" ? picture((await app.store.item(id)).blob, t("compare.before"), "before") : where === "held" ? await heldPicture(app, id, t("compare.before"), "before") : null;
    fill(box, before ? [picture(app.last, t("compare.after"), "after"), before, slider(before)] : []);
  };
  return h(
    "details", { cls: "compare" }, h("summary", {}, t("compare.title")),
    h("p", { cls: "field" }, h("label", { for: "before" }, t("compare.before")), h("select", { id: "before", onchange: choose }, options.map(([value, word]) => h("option", { value }, word)))),
    box,
  );
}

function slider(before) {
  const made = h("input", { id: "slide", type: "range", min: "0", max: "100", value: "50", oninput: () => { before.style.opacity = made.value / 100; } });
  before.style.opacity = "0.5";
  return h("p", { cls: "field slide" }, h("label", { for: "slide" }, t("compare.slide")), made);
}
