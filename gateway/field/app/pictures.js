/* Pictures that are held already: the small ones are kept, so that a before is there without a
   network too. */
import * as api from "./api.js";
import { fill, h, picture } from "./dom.js";
import { t } from "./words.js";

const FETCH_MS = 20000, MOST = 60, LARGEST = 400 * 1024;
const known = (error) => error instanceof api.Offline || error instanceof api.SignedOut || error instanceof api.Refused;
const path = (id) => `/evidence/${id}/download?thumbnail=true`;
const nameOf = (owner) => `pictures:${owner}`;

/** {id: Blob, or null for what cannot be had} of a person. */
export const kept = async (store, owner) => (await store.get(nameOf(owner))) || {};

/** Fetch those of the lists that are not kept yet; what the lists no longer name goes. */
export async function keep(store, owner, lists) {
  const wanted = [...lists.findings, ...lists.tasks].flatMap((one) => one.pictures || []).slice(0, MOST), before = await kept(store, owner);
  const found = {};
  for (const { id } of wanted) found[id] = id in before ? before[id] : await small(owner, id);
  if (Object.keys({ ...before, ...found }).some((id) => !(id in before && id in found))) await store.set(nameOf(owner), found);
  return found;
}

/** Throws Offline, SignedOut. */
async function small(owner, id) {
  const end = new AbortController(), timer = setTimeout(() => end.abort(), FETCH_MS);
  try {
    const { url } = await api.call(owner, "GET", path(id));
    const response = await fetch(url, { credentials: "omit", signal: end.signal });
    const blob = response.ok ? await response.blob() : null;
    return blob && blob.size <= LARGEST ? blob : null;
  } catch (error) {
    if (error instanceof api.Offline || error instanceof api.SignedOut) throw error;
    return null;  // the store does not answer, or it is not for this person
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
