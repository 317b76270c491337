/* The page: what is kept, what is shown, and when the queue is worked off. */
import * as api from "./api.js";
import { estimate, persist } from "./capture.js";
import { blank, card } from "./card.js";
import * as copies from "./copies.js";
import { fill, h, state } from "./dom.js";
import * as hashing from "./hashing.js";
import { fetched, nameOf, returned, reused } from "./lists.js";
import * as notes from "./notes.js";
import * as pictures from "./pictures.js";
import { drain, itemLock, progress } from "./sending.js";
import * as states from "./states.js";
import { Full, open } from "./store.js";
import * as views from "./views.js";
import { choose, lang, t } from "./words.js";

const TICK_MS = 30000, LISTS_MS = 600000, REDRAWN_MS = 250, LEAST_MS = 500;
const REDO = /^#redo=[0-9a-f-]{36}$/, LIST_IS_NEW = 60000;
const TABS = { tasks: views.tasks, card, queue: views.queue, mine: views.mine };
const main = document.getElementById("main");
const others = typeof BroadcastChannel === "function" ? new BroadcastChannel("tongxin-field") : null;

const app = {
  store: null, person: null, owner: "", signed: false, forbidden: false, items: [], lists: null, draft: null, dropped: [], pictures: {},
  estimate: null, fullAt: null, persisted: false, offlineReady: false, worker: true, deleting: "", toldAfter: "", last: null,
  progress: () => progress.now,
  render, refused, shoot, recaption, saveDraft, kept, sendNow, refreshLists, askDelete, drop, signOut, signInAddress, otherLanguage, placeless,
  exportOne: (id) => copies.exportOne(app, id), exportAll: () => copies.exportAll(app),
};

// -- what is shown ------------------------------------------------------------------------------

const tab = () => (location.hash.slice(1) in TABS ? location.hash.slice(1) : "tasks");

function render() {
  document.documentElement.lang = lang() === "en" ? "en" : "zh-CN";
  document.title = t("product");
  notes.line(app);
  notes.notes(app, tab());
  const own = states.counts(app.items, app.owner), here = tab();
  fill(document.getElementById("nav"), Object.keys(TABS).map((name) => h(
    "a", { id: `nav-${name}`, href: `#${name}`, "aria-current": name === here ? "page" : undefined }, t(`nav.${name}`), name === "queue" && own.waiting ? ` ${own.waiting}` : "",
  )));
  if (here === "card" && !app.person) fill(main, h("h1", {}, t("card.title")), h("p", { cls: "lead" }, t("note.nobody")), h("a", { cls: "btn primary", href: signInAddress() }, t("sign.in")));
  else TABS[here](main, app);
}

/** Typing is never disturbed: then only the line and the notes are new. */
function redraw() {
  const at = document.activeElement;
  const typing = at && main.contains(at) && at.matches("input, select, textarea");
  if (tab() === "card" || typing) { notes.line(app); notes.notes(app, tab()); } else render();
}

let redrawn = 0;
async function changed() {
  if (redrawn) return;
  redrawn = setTimeout(() => { redrawn = 0; load().then(redraw); }, REDRAWN_MS);
}

/** Bytes of the copies. A browser tells of more room than it gives: that it refused one is believed
    until there is less than then. */
const held = () => app.items.reduce((sum, one) => sum + (one.blob ? one.size : 0), 0);

async function refused() {
  app.fullAt = held();
  await load();
}

async function load() {
  [app.items, app.estimate] = await Promise.all([app.store.items(), estimate()]);
  if (app.fullAt !== null && held() < app.fullAt) app.fullAt = null;
  if (app.fullAt !== null && app.estimate) app.estimate.quota = app.estimate.usage;
}

// -- who is here --------------------------------------------------------------------------------

async function known() {
  app.person = (await app.store.get("person")) || null;
  app.owner = app.person ? app.person.account : "";
  app.lists = app.owner ? (await app.store.get(nameOf(app.owner))) || null : null;
  app.draft = app.owner ? (await app.store.get(`draft:${app.owner}`)) || blank(app) : null;
  app.dropped = app.owner ? await copies.dropped(app) : [];
  app.pictures = app.owner ? await pictures.kept(app.store, app.owner) : {};
}

/** Who the server says is signed in; without an answer, who was here last. */
async function enter() {
  try {
    const person = await api.enter();
    const other = person.account !== app.owner;
    await app.store.set("person", person);
    if (other) { app.last = null; app.deleting = ""; await known(); } else app.person = person;
    [app.signed, app.forbidden] = [true, false];
  } catch (error) {
    if (error instanceof api.SignedOut) app.signed = false;
    else if (error instanceof api.Refused) app.forbidden = error.status === 403;
    else if (!(error instanceof api.Offline)) throw error;
  }
}

function signInAddress() {
  return `/console/login?next=${encodeURIComponent("/field/")}`;
}

async function signOut() {
  try {
    await api.leave();
  } catch (error) {
    if (!(error instanceof api.Offline || error instanceof api.SignedOut || error instanceof api.Refused)) throw error;
  }
  await app.store.forget("person");
  app.signed = false;
  app.last = null;
  await known();
  render();
  if (others) others.postMessage("person");
}

function otherLanguage() {
  choose(lang() === "en" ? "zh" : "en");
  render();
}

// -- shots --------------------------------------------------------------------------------------

/** A link to a file that came back opens its card, once the list names it. */
async function followRedo() {
  const id = REDO.test(location.hash) ? location.hash.slice(6) : "";
  if (!id || !app.lists) return;
  if (returned(app.lists, id)) { await shoot({ redo: id }); return; }
  if (!api.seen.online || !app.signed || Date.now() - app.lists.at > LIST_IS_NEW) return;  // not looked yet
  location.hash = "tasks";
  say(t("redo.gone"));
}

async function recaption(item, caption) {
  await app.store.change(item.id, { manifest: { ...item.manifest, caption }, state: states.WAITING, tries: 0, next: 0, error: null });
  await load();
  render();
  return work(true);
}

async function shoot(about) {
  if (!app.person) return;
  app.draft = blank(app, about);
  await saveDraft();
  if (tab() === "card") render();
  else location.hash = "card";
}

function saveDraft() {
  return app.store.set(`draft:${app.owner}`, { ...app.draft, place: undefined });
}

/** A sentence where the very same bytes were used before: by the unit's own list, else by what the
    site knows of every district and year; "" where neither knows, or the site is away. */
async function usedBefore(item, sha256) {
  const same = reused(app.lists, sha256);
  if (same) return t("card.reused", same.year, same.items[0] || same.title);
  if (api.seen.online === false) return "";
  try {
    const { uses } = await api.call(item.owner, "GET", `/used-before?sha256=${sha256}`);
    if (!uses.length) return "";
    const { items } = await api.call(item.owner, "GET", "/districts"), [first] = uses;
    const known = items.find((one) => one.id === first.district);
    return t("card.used", known ? known.name : first.district, first.year || "", first.items.join("、"));
  } catch (error) {
    if (error instanceof api.Offline || error instanceof api.Refused || error instanceof api.SignedOut) return "";
    throw error;
  }
}

/** A shot is on the disk: its hash, the reuse warning, and off it goes. */
async function kept(item) {
  await load();
  render();
  if (others) others.postMessage("changed");
  persist().then((granted) => { app.persisted = granted; });
  const sha256 = await hashing.whole(item.blob);
  const reuse = await usedBefore(item, sha256);
  await app.store.change(item.id, { sha256, ...(reuse ? { reuse } : {}) });
  if (reuse && tab() === "card") {
    const told = document.getElementById("told");
    told.append(h("br"), state("warn", reuse));
  }
  work();
}

function placeless(item) {
  const task = app.lists && app.lists.tasks.find((one) => one.id === item.task);
  return Boolean(task && task.wants.some((one) => one.kind === "SIGN") && !item.manifest.position);
}

function askDelete(id) {
  app.deleting = id;
  render();
  const next = document.getElementById(id ? `reason-${id}` : "now");
  if (next) next.focus();
}

async function drop(item, reason) {
  if (!reason) return say(t("item.reasonless"));
  const gone = await copies.drop(app, item, reason);
  app.deleting = "";
  await load();
  render();
  if (others) others.postMessage("changed");
  return say(t(gone ? "item.deleted" : "item.frozen"));
}

function say(text) {
  const notes = document.getElementById("notes");
  notes.prepend(h("p", { cls: "notice", role: "status", id: "said" }, text));
}

// -- work ---------------------------------------------------------------------------------------

let timer = 0, busy = false, again = false, goesOn = false;

/** Look at the network, then send what is due; afterwards the next time is set. */
async function work(all = false) {
  if (busy) { again = again || all || "due"; return; }
  busy = true;
  goesOn = false;
  clearTimeout(timer);
  try {
    await api.probe();
    redraw();
    if (api.seen.online) await online(all);
  } finally {
    busy = false;
    await load();
    redraw();
    const next = again, owner = goesOn ? app.owner : "";
    again = false;
    timer = setTimeout(work, next ? 0 : Math.max(LEAST_MS, states.pause(app.items, owner, Date.now(), TICK_MS)), next === true);
  }
}

async function online(all) {
  await enter();
  if (!app.signed || app.forbidden) return;
  const old = !app.lists || Date.now() - app.lists.at > LISTS_MS || REDO.test(location.hash);
  const lists = old ? newLists().then(followRedo) : followRedo();  // no shot waits for them
  goesOn = await drain(app.store, app.owner, { all, changed });
  await lists;
  if (!goesOn && all && others) others.postMessage("now");  // another tab sends
  if (others) others.postMessage("changed");
  await newPictures();
}

/** After all that waits is sent: no shot waits for them. */
async function newPictures() {
  if (!app.lists || !app.owner) return;
  try {
    const owner = app.owner, found = await pictures.keep(app.store, owner, app.lists);
    if (owner === app.owner) app.pictures = found;
  } catch (error) {
    if (!(error instanceof api.Offline || error instanceof api.SignedOut || error instanceof Full)) throw error;
  }
}

async function newLists() {
  Object.assign(app, { fetching: true, unfetched: 0 });
  redraw();
  try {
    const lists = await fetched(app.person);
    await app.store.set(nameOf(app.owner), lists);
    app.lists = lists;
  } catch (error) {
    if (!(error instanceof api.Offline || error instanceof api.SignedOut || error instanceof api.Refused)) throw error;
    app.unfetched = Date.now();
  } finally {
    app.fetching = false;
    redraw();
  }
}

async function refreshLists() {
  if (app.signed) await newLists();
  render();
  if (app.signed) await newPictures();
}

function sendNow() {
  return work(true);
}

async function hears({ data }) {
  if (data === "now") work(true);
  if (data === "person") { app.signed = false; await known(); }
  await load();
  redraw();
}

// -- the start ----------------------------------------------------------------------------------

function refuse(key, ...filled) {
  fill(
    main, h("h1", {}, t("refuse.title")), h("p", { cls: "lead" }, t(`refuse.${key}`, ...filled)),
    h("p", {}, h("a", { href: "/field/check" }, t("refuse.check"))),
  );
}

async function listen() {
  api.onSeen(() => notes.line(app));
  window.addEventListener("hashchange", () => { app.deleting = ""; if (REDO.test(location.hash)) work(); render(); main.focus(); window.scrollTo(0, 0); });
  window.addEventListener("online", () => work());
  window.addEventListener("offline", () => work());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) work(); });
  if (others) others.onmessage = hears;
  if (navigator.storage && navigator.storage.persisted) app.persisted = await navigator.storage.persisted();
  app.worker = Boolean(navigator.serviceWorker);
  if (!app.worker) return;
  navigator.serviceWorker.ready.then(() => { app.offlineReady = true; redraw(); });
  navigator.serviceWorker.register("/field/worker.js", { scope: "/field/" }).catch((error) => {
    console.warn(error);
    app.worker = Boolean(navigator.serviceWorker.controller);
    redraw();
  });
}

async function start() {
  if (!window.isSecureContext) return refuse("insecure");
  if (!window.indexedDB) return refuse("storage");
  if (!navigator.locks) return refuse("locks");
  try {
    app.store = await open();
  } catch (error) {
    return refuse(error && error.name === "InvalidStateError" ? "storage" : "fault", String((error && error.message) || error));
  }
  await known();
  await load();
  render();
  await listen();
  return work();
}

start();
