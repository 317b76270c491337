/* The line and the notes above every tab. */
import * as api from "./api.js";
import { fill, h, state } from "./dom.js";
import * as states from "./states.js";
import { FAR_OFF, line as told, room } from "./status.js";
import { t } from "./words.js";

/** The line: network, what waits, room. */
export function line(app) {
  const { waiting } = states.counts(app.items, app.owner);
  const words = told({ online: api.seen.online, waiting, room: room(app.estimate) }).map(([key, ...filled]) => t(key, ...filled));
  const shown = document.getElementById("line"), text = words.join(" · ");
  shown.dataset.online = String(api.seen.online);
  if (shown.textContent !== text) shown.textContent = text;
}

/** What the person should know or do before all else. `tab`: the one that is open. */
export function notes(app, tab) {
  const { others: foreign } = states.counts(app.items, app.owner), left = room(app.estimate), found = [];
  const say = (kind, text, ...more) => found.push(h("p", { cls: "notice" }, state(kind, text), ...more));
  const link = () => h("a", { cls: "btn", href: app.signInAddress() }, t("sign.in"));
  if (!app.person) say("warn", t("note.nobody"), link());
  else if (app.forbidden) say("stop", t("note.forbidden"));
  else if (!app.signed && api.seen.online) say("warn", t("note.signed-out"), link());
  if (foreign) say("warn", t("note.locked", foreign));
  if (left === "full" || left === "tight") say(left === "full" ? "stop" : "warn", t(`note.${left}`));
  if (api.seen.offset !== null && Math.abs(api.seen.offset) > FAR_OFF) say("warn", t("note.clock", Math.round(Math.abs(api.seen.offset) / 60)));
  if (!app.worker) say("warn", t("note.no-worker"));
  if (app.draft && app.draft.camera && tab !== "card") say("warn", t("note.draft"), h("a", { cls: "btn", href: "#card" }, t("nav.card")));
  fill(document.getElementById("notes"), found);
}
