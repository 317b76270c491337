/* 拍摄: the shot card. What is typed is kept before the camera opens, for the camera may end the page. */
import { CAPTIONS, Cannot, keep, position } from "./capture.js";
import { comparison } from "./compare.js";
import { button, fill, h, state } from "./dom.js";
import { asksForPlace, lacking, returned } from "./lists.js";
import { judged } from "./places.js";
import { sample } from "./pictures.js";
import { Full } from "./store.js";
import { captionTime, clock, has, t } from "./words.js";

const TYPES = { camera: "image/*", gallery: "image/*,video/*,application/pdf" };
const SAVE_MS = 300, LONGEST = "200";

export function blank(app, { task = "", finding = "", redo = "" } = {}) {
  const back = returned(app.lists, redo);
  const one = back ? back.task : app.lists && app.lists.tasks.find((each) => each.id === task);
  const found = app.lists && app.lists.findings.find((each) => each.id === finding);
  const about = one || found, auto = captionTime(Date.now());
  const caption = { time: auto, place: found ? found.place : "", people: "", theme: one ? one.title : found ? found.fault : "", background: "", cause: "" };
  return {
    auto, supersedes: back ? back.redo.id : "", before: "",
    task: one ? one.id : "", finding: found ? found.id : "", item: about ? about.item : "",
    district: about ? about.district : app.person.district, title: back && back.redo.title ? back.redo.title : one ? one.title : found ? found.fault : "",
    label: one ? one.title : "", register: one ? one.register : "", row: back ? back.redo.row : "", mode: "camera", camera: false,
    caption: back ? { ...caption, ...back.redo.caption, time: auto } : caption,
  };
}

export function card(main, app) {
  const draft = app.draft, task = app.lists && app.lists.tasks.find((each) => each.id === draft.task);
  let timer = 0;
  const save = () => app.saveDraft();
  const soon = () => { clearTimeout(timer); timer = setTimeout(save, SAVE_MS); };
  const told = h("p", { id: "told", role: "status", cls: "told" }, app.toldAfter || "");
  app.toldAfter = "";

  const field = (id, word, value, set) => h(
    "p", { cls: "field" }, h("label", { for: id }, word),
    h("input", { id, value, maxlength: LONGEST, autocomplete: "off", oninput: (event) => { set(event.target.value); soon(); } }),
  );
  const needed = (task && task.captions) || [], back = returned(app.lists, draft.supersedes);
  const captions = CAPTIONS.map((name) => field(`caption-${name}`, t(needed.includes(name) ? "caption.needed" : "caption.free", t(`caption.${name}`)), draft.caption[name], (value) => { draft.caption[name] = value; }));

  fill(
    main, h("h1", {}, t("card.title")),
    draft.camera ? h("p", { cls: "notice" }, state("warn", t("note.draft"))) : null,
    back ? h("p", { cls: "notice", id: "redo" }, state("warn", t("card.redo", back.redo.title, back.redo.reason))) : null,
    h("p", { cls: "field" }, h("label", { for: "task" }, t("card.task")), tasksSelect(app, draft)),
    draft.task ? null : field("title", t("card.name"), draft.title, (value) => { draft.title = value; }),
    task && task.rows.length ? h("p", { cls: "field" }, h("label", { for: "row" }, t("card.row")), rowsSelect(app, draft, task)) : null,
    h("div", { id: "sample" }),
    h("fieldset", {}, h("legend", {}, t("card.captions")), captions),
    beforeSelect(draft, task, soon),
    placeOf(app, draft, task),
    shutters(app, draft, task, told),
    told,
    comparison(app, task || (app.lists && app.lists.findings.find((each) => each.id === draft.finding))),
  );
  if (task && task.pictures.length) sample(app, document.getElementById("sample"), task);
}

function tasksSelect(app, draft) {
  const tasks = app.lists ? app.lists.tasks : [];
  const options = [h("option", { value: "" }, draft.finding ? draft.title : t("card.none"))]
    .concat(tasks.map((one) => h("option", { value: one.id, selected: one.id === draft.task }, `${one.item} ${one.title}`)));
  return h("select", { id: "task", onchange: (event) => app.shoot({ task: event.target.value }) }, options);
}

function rowsSelect(app, draft, task) {
  const options = [h("option", { value: "" }, t("card.row.none"))]
    .concat(task.rows.map((one) => h("option", { value: one.key, selected: one.key === draft.row }, `${one.done ? "✓ " : ""}${one.key} ${one.label}`)));
  return h("select", { id: "row", onchange: (event) => {
    const row = task.rows.find((one) => one.key === event.target.value);
    draft.row = row ? row.key : "";
    if (row) draft.caption.place = [row.place, row.label].filter(Boolean).join(" ");
    draft.place = undefined;
    draft.position = undefined;
    app.saveDraft().then(app.render);
  } }, options);
}

/** The photo of the same place before the work, so that the two are shown side by side. */
function beforeSelect(draft, task, soon) {
  const pictures = task ? task.pictures : [];
  if (!pictures.length) return null;
  const options = [h("option", { value: "" }, t("card.before.none"))]
    .concat(pictures.map((one) => h("option", { value: one.id, selected: one.id === draft.before }, one.title)));
  return h("p", { cls: "field" }, h("label", { for: "pair" }, t("card.before")), h("select", { id: "pair", onchange: (event) => { draft.before = event.target.value; soon(); } }, options));
}

/** Only for items that ask for a place; the answer is good for the next shot alone. */
function placeOf(app, draft, task) {
  if (!asksForPlace(task)) return null;
  const found = draft.place, said = h("p", { id: "place-said", role: "status" }, found ? state(found.allowed ? "ok" : "stop", t(`card.place.${found.why}`, found.metres)) : t("card.place.why"));
  const look = async () => {
    said.textContent = t("card.place.busy");
    const at = await position();
    draft.position = at || undefined;
    draft.place = judged(at, task.points, draft.row);
    if (!draft.place.allowed) draft.position = undefined;
    app.render();
  };
  return h("div", { cls: "place" }, said, button("place", t("card.place"), look));
}

function shutters(app, draft, task, told) {
  const shut = asksForPlace(task) && !(draft.place && draft.place.allowed);
  const input = (mode) => h("input", {
    id: `file-${mode}`, type: "file", accept: TYPES[mode], cls: "hidden", tabindex: "-1", "aria-hidden": "true",
    capture: mode === "camera" ? "environment" : undefined,
    onchange: (event) => taken(app, draft, mode, event.target, told),
  });
  const camera = input("camera"), gallery = input("gallery");
  const open = (mode, chooser) => async () => {
    const [first] = lacking(task, draft.caption);
    if (first) {
      fill(told, state("stop", t("card.captionless", lacking(task, draft.caption).map((name) => t(`caption.${name}`)).join("、"))));
      document.getElementById(`caption-${first}`).focus();
      return;
    }
    Object.assign(draft, { mode, camera: true });
    await app.saveDraft();
    chooser.click();
  };
  return h(
    "div", { cls: "shutters" }, camera, gallery,
    h("button", { id: "camera", type: "button", cls: "btn primary", disabled: shut, onclick: open("camera", camera) }, t(draft.camera ? "card.again" : "card.shoot")),
    h("button", { id: "gallery", type: "button", cls: "btn", onclick: open("gallery", gallery) }, t("card.gallery")),
    h("p", { cls: "meta" }, t("card.gallery.why")),
  );
}

async function taken(app, draft, mode, input, told) {
  const file = input.files[0];
  if (!file) return;
  told.textContent = t("card.saving");
  renewTime(draft);
  const shot = mode === "camera" ? draft : { ...draft, position: undefined };
  try {
    const item = await keep(app.store, app.owner, file, { ...shot, mode });
    Object.assign(draft, { camera: false, place: undefined, position: undefined, supersedes: "" });
    app.toldAfter = t("card.kept", clock(item.at), item.n);
    app.last = file;
    await app.kept(item);
  } catch (error) {
    if (!(error instanceof Cannot || error instanceof Full)) throw error;
    const why = error instanceof Full ? "full" : error.message;
    draft.camera = false;
    if (error instanceof Full) await app.refused();
    app.toldAfter = t(has(`cannot.${why}`) ? `cannot.${why}` : "cannot.full");
    app.render();
  } finally {
    input.value = "";
  }
}

/** The time that was filled in by itself is that of each shot; what was typed stays. */
function renewTime(draft) {
  if (draft.caption.time !== draft.auto) return;
  draft.auto = captionTime(Date.now());
  draft.caption.time = draft.auto;
}
