/* Pictures that are held already: the small ones are kept, so that a before is there without a
   network too. */
import * as api from "./api.js";
import { fill, h, picture } from "./dom.js";
import { t } from "./words.js";

const FETCH_MS = 20000, MOST = 60, LARGEST = 400 * 1024;
const known = (error) => error instanceof api.Offline || error instanceof api.SignedOut || error instanceof api.Refused;
const path = (id) => `/evidence/${id}/download?thumbnail=true`;
const nameOf = (owner) => `pictures:${owner}`;

/** {id: Blob, or null for what is not for this person, or too large} of a person. */
export const kept = async (store, owner) => (await store.get(nameOf(owner))) || {};

/** Fetch those of the lists that are not kept yet; what the lists no longer name goes. */
export async function keep(store, owner, lists) {
  const wanted = [...lists.findings, ...lists.tasks].flatMap((one) => one.pictures || []).slice(0, MOST), before = await kept(store, owner);
  const found = {};
  for (const { id } of wanted) if (id in before) found[id] = before[id];
  for (const { id } of wanted) {
    const made = id in found ? found[id] : await small(owner, id);
    if (made === undefined) break;  // the store does not answer: another time
    found[id] = made;
  }
  if (Object.keys({ ...before, ...found }).some((id) => !(id in before && id in found))) await store.set(nameOf(owner), found);
  return found;
}

/** Undefined where the store gives none. Throws Offline, SignedOut. */
async function small(owner, id) {
  const end = new AbortController(), timer = setTimeout(() => end.abort(), FETCH_MS);
  try {
    const { url } = await api.call(owner, "GET", path(id));
    const response = await fetch(url, { credentials: "omit", signal: end.signal });
    const blob = response.ok ? await response.blob() : undefined;
    return blob && blob.size > LARGEST ? null : blob;
  } catch (error) {
    if (error instanceof api.Offline || error instanceof api.SignedOut) throw error;
    return error instanceof api.Refused && error.status < 500 ? null : undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** A picture that is held; null where it cannot be had. */
export async function held(app, id, alt, cls) {
  const own = app.pictures[id];
  if (own) return picture(own, alt, cls);
  if (!api.seen.online || !app.signed) return null;
  try {
    const { url } = await api.call(app.owner, "GET", path(id));
    return h("img", { src: url, alt, cls });
  } catch (error) {
    if (known(error)) return null;
    throw error;
  }
}

export async function sample(app, box, task) {
  const made = await held(app, task.pictures[0].id, task.pictures[0].title, "sample");
  if (made) fill(box, h("figure", {}, made, h("figcaption", {}, t("card.sample"))));
}
