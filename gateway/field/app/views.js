/* 任务, 待传 and 我的: from what is kept to what is shown. */
import { fill, h, button, picture, state } from "./dom.js";
import { CAPTIONS } from "./capture.js";
import { bytes, clock, dueDay, has, moment, t } from "./words.js";
import * as states from "./states.js";

const MOST_RECEIPTS = 100;

export function tasks(main, app) {
  const lists = app.lists, open = lists ? lists.tasks : [];
  const sentence = !lists ? t("tasks.never") : open.length ? t("tasks.sentence", open.length, dueDay(open[0].due)) : t("tasks.none");
  const news = app.fetching ? t("tasks.fetching") : app.unfetched ? t("tasks.unfetched", clock(app.unfetched)) : lists ? t("tasks.asof", moment(lists.at)) : "";
  const head = h("p", { cls: "meta", id: "news" }, news, " ", button("refresh", t("tasks.refresh"), app.refreshLists, "btn small"));
  const found = lists ? lists.findings.filter((one) => !["closed", "withdrawn"].includes(one.state)) : [];
  fill(
    main, h("h1", {}, t("tasks.title")), h("p", { cls: "lead" }, sentence), head,
    h("ul", { cls: "rows" }, open.map((one) => taskRow(one, app))),
    lists ? h("h2", {}, t("findings.title")) : null,
    !lists ? null : found.length ? h("ul", { cls: "rows" }, found.map((one) => findingRow(one, app))) : h("p", {}, t("findings.none")),
  );
}

function taskRow(task, app) {
  const when = task.overdue ? state("stop", t("tasks.overdue")) : task.left === null ? "" : t("tasks.left", task.left);
  const done = task.rows.filter((one) => one.done).length;
  return h(
    "li", {},
    h("h2", {}, `${task.item} ${task.title}`.trim()),
    h("p", {}, t("tasks.due", dueDay(task.due)), " · ", when),
    task.wants.length ? h("ul", { cls: "wants" }, task.wants.map((one) => h(
      "li", {}, one.held ? state("ok", t("tasks.held", one.held)) : state("next", t("tasks.lacking")), ` ${kindWord(one.kind)}：${one.text}`,
    ))) : null,
    (task.redos || []).map((one) => h(
      "p", { cls: "told" }, state("warn", t("tasks.redo", one.title, one.reason)), " ",
      button(`redo-${one.id}`, t("tasks.redo.shoot"), () => app.shoot({ redo: one.id }), "btn"),
    )),
    task.rows.length ? h("p", {}, t("tasks.rows", done, task.rows.length)) : null,
    button(`shoot-${task.id}`, t("tasks.shoot"), () => app.shoot({ task: task.id }), "btn"),
  );
}

const kindWord = (kind) => (has(`kind.${kind}`) ? t(`kind.${kind}`) : kind);

function findingRow(one, app) {
  return h(
    "li", {},
    h("h2", {}, `${one.item} ${one.fault}`),
    h("p", {}, one.place, one.until ? ` · ${t("findings.until", dueDay(one.until))}` : "", " ", one.overdue ? state("stop", t("tasks.overdue")) : ""),
    button(`finding-${one.id}`, t("findings.shoot"), () => app.shoot({ finding: one.id }), "btn"),
  );
}

export function queue(main, app) {
  const own = app.items.filter((one) => one.owner === app.owner && one.state !== states.DONE).sort((a, b) => b.n - a.n);
  const { waiting, sent } = states.counts(app.items, app.owner);
  fill(
    main, h("h1", {}, t("queue.title")),
    h("p", { cls: "lead" }, own.length ? t("queue.sentence", waiting, sent) : t("queue.empty")),
    own.length ? h("p", { cls: "acts" }, button("now", t("queue.now"), app.sendNow, "btn primary"), button("export", t("queue.export"), app.exportAll)) : null,
    h("ul", { cls: "rows" }, own.map((one) => itemRow(one, app))),
    own.length ? h("p", { cls: "meta" }, t("queue.handover")) : null,
    own.length ? h("p", { cls: "meta" }, t("note.clearing")) : null,
  );
}

function itemState(item, app) {
  const now = app.progress();
  if (now && now.id === item.id) return state("now", t("item.sending", Math.floor((100 * now.sent) / now.size)));
  const shapes = { [states.WAITING]: "next", [states.SENT]: "now", [states.HELD]: "warn", [states.REFUSED]: "stop" };
  return state(shapes[item.state], t(`item.${item.state}`));
}

function itemRow(item, app) {
  const mode = item.manifest.mode === "camera" ? t("item.camera") : t("item.gallery");
  return h(
    "li", { "data-item": item.id },
    h("div", { cls: "item" }, item.thumb ? picture(item.thumb, "") : null, h(
      "div", {},
      h("h2", {}, `${item.n}. ${item.manifest.title}`),
      h("p", {}, itemState(item, app), " · ", t("item.kept", moment(item.at)), " · ", mode, " · ", bytes(item.size), app.placeless(item) ? ` · ${t("item.unplaced")}` : ""),
    )),
    item.reuse ? h("p", { cls: "told" }, state("warn", item.reuse)) : null,
    item.error ? h("p", { cls: "told" }, errorText(item)) : null,
    item.error && item.error.code === "caption-missing" ? recaption(item, app) : null,
    app.deleting === item.id ? deletion(item, app) : h("p", { cls: "acts" },
      button(`export-${item.id}`, t("item.export"), () => app.exportOne(item.id), "btn small"),
      button(`delete-${item.id}`, t("item.delete"), () => app.askDelete(item.id), "btn small")),
  );
}

function errorText({ error, state: now, tries, next }) {
  const said = has(`item.${error.code}`) ? t(`item.${error.code}`) : error.detail;
  const trace = error.trace ? ` ${t("item.trace", error.trace)}` : "";
  if (now === states.REFUSED) return t("item.refusal", said) + trace;
  return t("item.error", clock(error.at), said, tries, clock(next)) + trace;
}

/** What the server asked for after the shot was kept; it was never declared, so it may change. */
function recaption(item, app) {
  const inputs = CAPTIONS.map((name) => h("input", { id: `${name}-${item.id}`, maxlength: "200", autocomplete: "off", value: item.manifest.caption[name] || "" }));
  return h(
    "form", { onsubmit: (event) => { event.preventDefault(); app.recaption(item, Object.fromEntries(CAPTIONS.map((name, n) => [name, inputs[n].value.trim()]))); } },
    CAPTIONS.map((name, n) => h("p", { cls: "field" }, h("label", { for: inputs[n].id }, t(`caption.${name}`)), inputs[n])),
    h("button", { type: "submit", cls: "btn", id: `recaption-${item.id}` }, t("item.captions")),
  );
}

function deletion(item, app) {
  const reason = h("input", { id: `reason-${item.id}`, maxlength: "200", autocomplete: "off" });
  return h(
    "form", { onsubmit: (event) => { event.preventDefault(); app.drop(item, reason.value.trim()); } },
    h("label", { for: reason.id }, t("item.reason")), reason,
    h("p", { cls: "acts" }, h("button", { type: "submit", cls: "btn danger", id: `sure-${item.id}` }, t("item.delete.sure")), button(`not-${item.id}`, t("item.delete.not"), () => app.askDelete(""))),
  );
}

export function mine(main, app) {
  const who = app.person;
  const done = app.items.filter((one) => one.owner === app.owner && one.state === states.DONE).sort((a, b) => b.n - a.n);
  fill(
    main, h("h1", {}, t("mine.title")),
    h("p", { cls: "lead" }, who ? t("mine.who", who.name, who.city || "") : t("note.nobody")),
    h("p", { cls: "acts" }, app.signed ? button("out", t("sign.out"), app.signOut) : h("a", { cls: "btn primary", href: app.signInAddress() }, t("sign.in")), button("lang", t("mine.language"), app.otherLanguage)),
    app.signed ? h("p", { cls: "meta" }, t("sign.out.kept")) : null,
    h("h2", {}, t("mine.receipts")),
    done.length ? h("p", {}, t("mine.receipt")) : h("p", {}, t("mine.receipts.none")),
    h("ul", { cls: "rows" }, done.slice(0, MOST_RECEIPTS).map((one) => receiptRow(one, app))),
    app.dropped.length ? [h("h2", {}, t("mine.dropped")), h("ul", {}, app.dropped.map((one) => h("li", {}, `${moment(one.at)} ${one.title}：${one.reason}`)))] : null,
    h("h2", {}, t("mine.storage")),
    app.estimate ? h("p", {}, t("mine.storage.used", bytes(app.estimate.usage), bytes(app.estimate.quota))) : null,
    h("p", {}, t(app.persisted ? "mine.storage.kept" : "mine.storage.not")),
    app.offlineReady ? h("p", {}, state("ok", t("mine.offline.ready"))) : null,
    h("h2", {}, t("mine.help")),
    h("ul", { cls: "links" }, h("li", {}, h("a", { href: "/console/complaints" }, t("mine.complaint"))), h("li", {}, h("a", { href: "/field/check" }, t("mine.check")))),
    h("p", { cls: "meta" }, t("mine.secret")),
  );
}

function receiptRow(item, app) {
  const good = item.told === "SEALED";
  return h(
    "li", { "data-item": item.id },
    h("p", {}, state(good ? "ok" : "stop", t(good ? "mine.sealed" : "mine.rejected")), ` ${item.n}. ${item.manifest.title} · ${moment(item.at)}`),
    good ? null : h("p", { cls: "told" }, item.reason || item.codes.join(" ")),
    h("p", { cls: "meta code" }, `SHA-256 ${item.sha256.slice(0, 16)}…`),
    button(`export-${item.id}`, t("item.export"), () => app.exportOne(item.id), "btn small"),
  );
}
