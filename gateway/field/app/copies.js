/* Copies handed out as files, and taken out with a reason. */
import { download } from "./dom.js";
import { itemLock } from "./sending.js";
import * as states from "./states.js";
import { t } from "./words.js";
import { filesOf, fits, zipped } from "./zip.js";

const MOST_DROPPED = 50;

function save(name, files) {
  if (!fits(files.reduce((sum, one) => sum + one.blob.size, 0))) {
    window.alert(t("queue.large"));
    return Promise.resolve();
  }
  return zipped(files).then((blob) => download(name, blob));
}

export async function exportOne(app, id) {
  const item = await app.store.item(id);
  if (item && item.owner === app.owner) await save(`tongxin-${String(item.n).padStart(4, "0")}.zip`, filesOf(item));
}

export async function exportAll(app) {
  const own = (await app.store.items()).filter((one) => one.owner === app.owner && one.state !== states.DONE);
  await save(`tongxin-${app.owner}-${own.length}.zip`, own.flatMap(filesOf));
}

/** Whether it is gone: never while it is being sent, for its lock is then held, here or in another
    tab. */
export async function drop(app, item, reason) {
  const note = { owner: app.owner, id: item.id, title: item.manifest.title, reason, at: Date.now() };
  const gone = await navigator.locks.request(itemLock(item.id), { ifAvailable: true }, async (lock) => {
    if (lock) await app.store.drop(item.id, note, MOST_DROPPED);
    return Boolean(lock);
  });
  app.dropped = await dropped(app);
  return gone;
}

/** What its person took out here: [{id, title, reason, at}], the newest first. */
export const dropped = async (app) => (await app.store.get(`dropped:${app.owner}`)) || [];
