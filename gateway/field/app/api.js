/* The site as the page calls it. The token lives in this module's memory alone; it stands for one
   person, and every call says for whom it is. */
import { freshId } from "./ids.js";
import { offset } from "./status.js";
import { lang } from "./words.js";

const API = "/api/v1", ASK_MS = 20000, PROBE_MS = 6000;
const EARLY_MS = 60000;  // before a token's end: then another is asked for

export class Offline extends Error {}
export class SignedOut extends Error {}

export class Refused extends Error {
  constructor(status, told) {
    super((told && told.detail) || `HTTP ${status}`);
    this.status = status;
    this.code = (told && told.code) || "";
    this.wait = Number(told && told.retry_after) || 0;
    this.trace = (told && told.trace_id) || "";
  }
}

/** What was last seen: `online` (null: nobody has looked), `offset` (s, or null), `person`. */
export const seen = { online: null, offset: null, person: null };
const listeners = [];
export const onSeen = (act) => listeners.push(act);

function told(online) {
  const changed = seen.online !== online;
  seen.online = online;
  if (changed) listeners.forEach((act) => act(online));
}

async function fetched(path, options, ms) {
  const end = new AbortController(), timer = setTimeout(() => end.abort(), ms);
  let response, body = null;
  try {
    response = await fetch(path, { cache: "no-store", credentials: "same-origin", signal: end.signal, ...options });
    const kind = response.headers.get("content-type") || "";
    if (kind.includes("json")) body = await response.json();
  } catch (error) {
    told(false);
    throw new Offline("no network");
  } finally {
    clearTimeout(timer);
  }
  // What a captive network answers in our place has no trace.
  if (!response.headers.get("x-trace-id")) {
    told(false);
    throw new Offline("not our site");
  }
  const found = offset(response.headers.get("date"), Date.now());
  if (found !== null) seen.offset = found;
  told(true);
  return { response, body };
}

/** Whether the site can be reached now: what `navigator.onLine` cannot say. */
export async function probe() {
  try {
    await fetched("/field/here", {}, PROBE_MS);
  } catch (error) {
    if (!(error instanceof Offline)) throw error;
  }
  return seen.online;
}

let token = "", until = 0;

/** Who is signed in here: {account, name, district, unit, roles}. Throws SignedOut, Refused, Offline. */
export async function enter() {
  const { response, body } = await fetched("/field/session", { method: "POST", headers: languages() }, ASK_MS);
  if (response.status === 401) {
    token = "";
    throw new SignedOut("signed out");
  }
  if (!response.ok) throw new Refused(response.status, body);
  token = body.token;
  until = performance.now() + body.seconds * 1000 - EARLY_MS;
  seen.person = { ...body.me, city: body.city };
  return seen.person;
}

export async function leave() {
  if (token) await call(seen.person.account, "POST", "/sign-out", {});
  token = "";
  seen.person = null;
}

const languages = () => ({ "accept-language": lang() === "en" ? "en" : "zh-CN" });

async function bearer(owner, anew) {
  if (anew || !token || performance.now() > until) await enter();
  if (seen.person.account !== owner) throw new SignedOut("somebody else is signed in");
  return token;
}

/** `owner`: the account for which this is done. Throws SignedOut, Offline, Refused. */
export async function call(owner, method, path, given) {
  for (const anew of [false, true]) {
    const headers = { ...languages(), authorization: `Bearer ${await bearer(owner, anew)}` };
    const options = { method, headers };
    if (method === "POST") {
      headers["content-type"] = "application/json";
      headers["idempotency-key"] = freshId();
      options.body = JSON.stringify(given || {});
    }
    const { response, body } = await fetched(API + path, options, ASK_MS);
    if (response.ok) return body;
    if (response.status !== 401) throw new Refused(response.status, body);
  }
  throw new SignedOut("the session has ended");
}

/** All pages of a list, `most` pages at most. */
export async function every(owner, path, asked, most) {
  const found = [];
  let cursor = "";
  for (let n = 0; n < most; n++) {
    const query = new URLSearchParams({ ...asked, limit: "100", ...(cursor ? { cursor } : {}) });
    const page = await call(owner, "GET", `${path}?${query}`);
    found.push(...page.items);
    if (!page.next) break;
    cursor = page.next;
  }
  return found;
}

/** The public keys of receipts; nobody need be signed in. */
export async function receiptKeys() {
  const { response, body } = await fetched(`${API}/receipt-keys`, {}, ASK_MS);
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

const STALL_MS = 60000;

/** PUT bytes to the store. `progress(bytes)`. Throws Refused with the store's status (0: the
    connection broke, or stood still for a minute). */
export function put(target, bytes, progress) {
  return new Promise((resolve, reject) => {
    const sent = new XMLHttpRequest();
    let timer = 0;
    const fail = (status) => { clearTimeout(timer); reject(new Refused(status, { code: "store" })); };
    const alive = () => { clearTimeout(timer); timer = setTimeout(() => sent.abort(), STALL_MS); };
    sent.open("PUT", target.url);
    Object.entries(target.headers).forEach(([name, value]) => sent.setRequestHeader(name, value));
    sent.upload.onprogress = (event) => { alive(); progress(event.loaded); };
    sent.onerror = sent.onabort = () => fail(0);
    sent.onload = () => {
      clearTimeout(timer);
      // 412: these very bytes are there already.
      if ((sent.status >= 200 && sent.status < 300) || sent.status === 412) resolve();
      else fail(sent.status);
    };
    alive();
    sent.send(bytes);
  });
}
