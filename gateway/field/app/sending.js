/* From the queue to a signed receipt. What the server says counts; what is noted here is only how
   often it was tried and when to try next. */
import * as api from "./api.js";
import { wait } from "./backoff.js";
import * as hashing from "./hashing.js";
import * as parts from "./parts.js";
import * as receipts from "./receipts.js";
import * as states from "./states.js";

const LOCK = "tongxin-field-sending";
export const itemLock = (id) => `tongxin-field-item-${id}`;
const MOST_TICKETS = 60, MOST_ROUNDS = 3;
const LOOK_SECONDS = [1, 1, 2, 3, 5, 10, 30, 60];  // between looks for a verdict

/** What is being sent now: {id, sent, size}, or null. */
export const progress = { now: null };

/** One tab works at a time; answers whether this one did. `all`: also what is not yet due.
    `changed()` is called whenever the queue is not what it was. */
export async function drain(store, owner, { all = false, changed = () => {} } = {}) {
  return navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return false;
    const now = Date.now();
    for (const { id } of states.due(await store.items(), owner, now, all)) {
      const goes = await navigator.locks.request(itemLock(id), () => tried(store, id, owner, changed));
      progress.now = null;
      changed();
      if (!goes) break;
    }
    return true;
  });
}

/** False where nothing more can be sent now. */
async function tried(store, id, owner, changed) {
  const item = await store.item(id);
  if (!item || item.owner !== owner) return true;  // gone meanwhile
  try {
    await advanced(store, item, changed);
    return true;
  } catch (error) {
    return failed(store, item, error);
  }
}

async function failed(store, item, error) {
  if (error instanceof api.Offline || error instanceof api.SignedOut) return false;
  const refusal = error instanceof api.Refused, known = refusal || error instanceof receipts.Unproved;
  const meaning = refusal && error.code !== "store" ? states.meaning(error.status, error.code) : "later";
  if (meaning === "signed-out") return false;
  if (!known) console.warn(error);
  const { tries, state } = (await store.item(item.id)) || item;
  if (error.code === "place-not-allowed") await forgotten(store, item);
  await store.change(item.id, {
    tries: tries + 1,
    state: meaning === "never" && state === states.WAITING ? states.REFUSED : state,
    next: Date.now() + 1000 * wait(tries + 1, Math.random(), error.wait),
    error: { code: error.code || (refusal ? "refused" : known ? "receipt" : "fault"), detail: error.message, trace: error.trace || "", at: Date.now() },
  });
  return !refusal || meaning === "never";  // where the servers are in trouble, the others wait too
}

/** Of what was taken where nothing may be, the phone keeps no place either. */
async function forgotten(store, item) {
  const { position, ...manifest } = item.manifest;
  if (position) await store.change(item.id, { manifest });
}

async function advanced(store, item, changed) {
  if (item.state === states.WAITING) {
    progress.now = { id: item.id, sent: 0, size: item.size };
    changed();
    const ready = item.fixed ? item : await fixed(store, item);
    const told = await sent(ready, changed);
    item = await store.change(item.id, { state: states.after(told) || states.WAITING, told, tries: 0, error: null, looks: 0, next: 0 });
    changed();
  }
  if (item) await looked(store, item);
}

/** The manifest, for good: after the first declaration it can never be another. */
export async function fixed(store, item) {
  const sha256 = item.sha256 || (await hashing.whole(item.blob));
  const part_sha256 = await hashing.ofParts(item.blob);
  const clock_offset = item.offset === null ? api.seen.offset : item.offset;
  const manifest = { ...item.manifest, sha256, ...(part_sha256.length ? { part_sha256 } : {}) };
  if (clock_offset !== null) manifest.clock_offset = clock_offset;
  return store.change(item.id, { sha256, manifest, fixed: true });
}

/** Bytes to the store until the server has them all; the state that it then tells. */
async function sent(item, changed) {
  const of = (act) => `/evidence/${item.id}/${act}`;
  let told = (await api.call(item.owner, "POST", "/evidence", item.manifest)).state;
  for (let round = 0; states.wantsBytes(told) && round < MOST_ROUNDS; round++) {
    for (let n = 0; n < MOST_TICKETS; n++) {
      const ticket = await api.call(item.owner, "POST", of("open"), {});
      told = ticket.state;
      if (told !== "OPEN") break;
      await putAll(item, ticket, changed);
      if (!parts.goesOn(ticket)) break;
    }
    if (states.wantsBytes(told)) told = (await api.call(item.owner, "POST", of("uploaded"), {})).state;
  }
  if (states.wantsBytes(told)) throw new api.Refused(503, { code: "incomplete", detail: told });
  return told;
}

async function putAll(item, ticket, changed) {
  const left = parts.wanted(ticket).slice(), loaded = {};
  const there = ticket.method === "multipart" ? item.size - ticket.missing * parts.PART : 0;
  const tell = () => {
    const now = Object.values(loaded).reduce((sum, one) => sum + one, 0);
    progress.now = { id: item.id, sent: Math.max(0, there) + now, size: item.size };
    changed();
  };
  const one = async () => {
    for (let part = left.shift(); part; part = left.shift()) {
      const [begin, end] = parts.span(item.size, part.number), number = part.number;
      await api.put(part, item.blob.slice(begin, end), (bytes) => { loaded[number] = bytes; tell(); });
    }
  };
  await Promise.all(Array.from({ length: parts.AT_ONCE }, one));
}

/** The verdict, and where there is one its receipt; only that ends the copy. */
async function looked(store, item) {
  let told;
  try {
    told = await api.call(item.owner, "GET", `/evidence/${item.id}`);
  } catch (error) {
    if (!(error instanceof api.Refused && error.status === 404)) throw error;
    await store.change(item.id, { state: states.WAITING, told: "" });  // it was restored from before: send again
    return;
  }
  const state = states.after(told.state);
  if (!states.ENDED.includes(told.state)) {
    const looks = (item.looks || 0) + 1;
    const next = Date.now() + 1000 * LOOK_SECONDS[Math.min(looks, LOOK_SECONDS.length) - 1];
    await store.change(item.id, { state: state || item.state, told: told.state, reason: told.reason || "", looks, next });
    return;
  }
  const { receipt } = await api.call(item.owner, "GET", `/evidence/${item.id}/receipt`);
  const proof = await proved(store, receipt, { evidence: item.id, sha256: item.sha256, size: item.size, state: told.state });
  await store.change(item.id, {
    state: states.DONE, told: told.state, reason: told.reason || "", receipt, codes: proof.codes || [], ended: proof.at || "", blob: null, thumb: null, error: null,
  });
}

/** With the keys known here; one that they do not name, with the keys that the server has now. */
export async function proved(store, receipt, expected) {
  let keys = await store.get("keys");
  if (!receipts.names(receipt, keys)) {
    keys = await api.receiptKeys();
    await store.set("keys", keys);
  }
  return receipts.checked(receipt, keys, expected);
}
