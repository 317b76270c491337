/* What is read offline: the tasks by deadline with what each still needs, the findings, and what
   the unit has handed in. One copy for each person, replaced as a whole. */
import { call, every } from "./api.js";

const MOST_PAGES = 5, MOST_TASKS = 40;
const OPEN = ["assigned", "accepted", "returned", "objected"];
const REVIEWED = ["submitted", "confirmed-self", "confirmed-district", "confirmed-city"];
const PICTURES = ["PIC", "SIGN"];

export const nameOf = (account) => `lists:${account}`;

/** Fetch all of it. Throws as `call`. */
export async function fetched(person) {
  const ask = (path, asked) => every(person.account, path, asked, MOST_PAGES);
  const own = await ask("/tasks", { person: "me", by: "due" });
  const units = person.unit ? await ask("/tasks", { unit: person.unit, by: "due" }) : [];
  const open = merged(own, units).filter((one) => OPEN.includes(one.state) || sentBack(one, person)).slice(0, MOST_TASKS);
  const held = person.unit ? await ask("/evidence", { unit: person.unit }) : [];
  const findings = person.unit ? await ask("/findings", { unit: person.unit }) : [];
  const items = await standards(person, open);
  const tasks = [];
  for (const one of open) tasks.push(await detailed(person, one, items, held));
  return { at: Date.now(), tasks, findings: findings.map(finding), held: held.map(piece) };
}

/** Handed in, and a file of this person's came back. */
const sentBack = (one, person) => REVIEWED.includes(one.state) && (one.judged || []).some((word) => !word.accepted && word.maker === person.account);

function merged(...lists) {
  const found = new Map();
  lists.flat().forEach((one) => found.set(one.id, one));
  return [...found.values()].sort((a, b) => (a.due + a.id < b.due + b.id ? -1 : 1));
}

async function standards(person, tasks) {
  const found = new Map();
  for (const version of new Set(tasks.map((one) => one.standard).filter(Boolean))) {
    const standard = await call(person.account, "GET", `/standards/${encodeURIComponent(version)}`);
    standard.items.forEach((one) => found.set(`${version} ${one.code}`, one.evidence));
  }
  return found;
}

async function detailed(person, line, items, held) {
  const whole = await call(person.account, "GET", `/tasks/${encodeURIComponent(line.id)}`);
  const register = whole.register ? await call(person.account, "GET", `/registers/${encodeURIComponent(whole.register)}`) : null;
  const pieces = held.filter((one) => (one.tasks || []).includes(line.id));
  const redone = whole.sealed.map((one) => one.supersedes);
  const back = (whole.judged || []).filter((one) => !one.accepted && one.maker === person.account && !redone.includes(one.evidence));
  const whole_item = line.origin === "item" && !line.parent;
  return {
    id: line.id, district: line.district, title: line.title, item: line.item, note: line.note, due: line.due,
    overdue: line.overdue, left: line.working_days_left, state: line.state, year: line.year,
    wants: wanted((whole_item && items.get(`${line.standard} ${line.item}`)) || [], whole.sealed),
    register: whole.register, captions: whole.captions || [],
    redos: back.map((one) => redo(one, pieces.find((each) => each.id === one.evidence))),
    rows: register ? register.rows.filter((one) => !one.withdrawn).map(({ key, label, place, done }) => ({ key, label, place, done })) : [],
    points: pieces.filter((one) => one.position).map((one) => ({ row: one.row || "", ...one.position })),
    pictures: pieces.filter((one) => one.thumbnail).map((one) => ({ id: one.id, title: one.title })),
  };
}

/** A piece that came back, with what its card said. */
function redo(word, piece) {
  const { title = "", caption = {}, row = "" } = piece || {};
  return { id: word.evidence, reason: word.reason, title, caption, row };
}

/** The captions that the task's photos must have and this one lacks. Pure. */
export const lacking = (task, caption) => (task ? task.captions || [] : []).filter((name) => !(caption[name] || "").trim());

/** The task whose piece came back, and the piece: {task, redo}, or null. Pure. */
export function returned(lists, id) {
  for (const task of lists ? lists.tasks : []) {
    const found = (task.redos || []).find((one) => one.id === id);
    if (found) return { task, redo: found };
  }
  return null;
}

/** What an item wants, and how many pieces of such a kind are held. Pure. */
export function wanted(evidence, sealed) {
  const pictures = sealed.filter((one) => one.media_type.startsWith("image/")).length;
  return evidence.map(({ kind, text }) => ({
    kind, text, held: PICTURES.includes(kind) ? pictures : kind === "LED" ? 0 : sealed.length - pictures,
  }));
}

export const asksForPlace = (task) => Boolean(task && task.wants.some((one) => one.kind === "SIGN"));

const finding = (one) => ({
  id: one.id, item: one.item, fault: one.fault, place: one.place, on: one.on, state: one.state,
  until: one.rectify_by, district: one.district, overdue: one.overdue, pictures: (one.evidence || []).map((id) => ({ id, title: one.fault })),
});

const piece = (one) => ({
  id: one.id, sha256: one.sha256, items: one.items || [], title: one.title || "",
  year: (one.captured_at || one.declared_at || "").slice(0, 4),
});

/** The unit's own piece with the very same bytes, or null. Pure. */
export const reused = (lists, sha256) => (lists ? lists.held.find((one) => one.sha256 === sha256) || null : null);
