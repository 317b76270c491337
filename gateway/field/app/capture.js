/* From the shutter to the disk. */
import * as api from "./api.js";
import { freshId } from "./ids.js";
import { MOST } from "./parts.js";
import { fits } from "./status.js";
import { WAITING } from "./states.js";

export const CAPTIONS = ["time", "place", "people", "theme", "background", "cause"];
const LONGEST_CAPTION = 200, LONGEST_NAME = 180, LONGEST_TITLE = 200;
const POSITION_MS = 10000, THUMB = 160;
const KINDS = { jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", heic: "image/heic", mp4: "video/mp4", pdf: "application/pdf" };

export class Cannot extends Error {}

export async function estimate() {
  try {
    return await navigator.storage.estimate();
  } catch (error) {
    return null;  // old web views
  }
}

/** One look at the place, at the shutter. {latitude, longitude}, or null for 无定位. */
export function position() {
  return new Promise((resolve) => {
    if (!navigator.geolocation) { resolve(null); return; }
    const late = setTimeout(() => resolve(null), POSITION_MS + 500);
    const end = (value) => { clearTimeout(late); resolve(value); };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => end({ latitude: coords.latitude, longitude: coords.longitude }),
      () => end(null),
      { enableHighAccuracy: true, timeout: POSITION_MS, maximumAge: 0 },
    );
  });
}

/** Keep a file: on the disk when this answers. `draft`: {task, district, items, mode, caption, title,
    row, register, position, supersedes, before}. Throws Cannot with the reason's word, or store.Full. */
export async function keep(store, owner, file, draft) {
  if (!file.size) throw new Cannot("empty");
  if (file.size > MOST) throw new Cannot("too-large");
  const type = kind(file), why = fits(await estimate(), file.size, type.startsWith("video/"));
  if (why) throw new Cannot(why);
  const now = Date.now(), id = freshId();
  const item = {
    id, owner, blob: file, size: file.size, state: WAITING, tries: 0, next: 0, looks: 0, error: null, told: "",
    at: now, offset: api.seen.offset, sha256: "", fixed: false, receipt: "", thumb: await thumbnail(file, type),
    label: draft.label || "", task: draft.task || "",
    manifest: manifest(id, file, type, now, draft),
  };
  const after = { ...draft, camera: false, place: undefined, supersedes: "" };
  return store.add(item, after);
}

export function manifest(id, file, type, now, draft) {
  const caption = {};
  CAPTIONS.forEach((name) => { caption[name] = (draft.caption[name] || "").trim().slice(0, LONGEST_CAPTION); });
  return {
    evidence: id, district: draft.district, filename: named(file.name, id, type), size: file.size, media_type: type,
    title: (draft.title || caption.theme || "现场照片").trim().slice(0, LONGEST_TITLE), mode: draft.mode,
    captured_at: new Date(draft.mode === "camera" ? now : file.lastModified || now).toISOString(),
    caption,
    ...(draft.position ? { position: draft.position } : {}),
    ...(draft.task ? { tasks: [draft.task] } : {}),
    ...(draft.item ? { items: [draft.item] } : {}),
    ...(draft.supersedes ? { supersedes: draft.supersedes } : {}),
    ...(draft.before ? { before: draft.before } : {}),
    ...(draft.register && draft.row ? { register: draft.register, row: draft.row } : {}),
  };
}

function kind(file) {
  const type = (file.type || "").split(";")[0].toLowerCase();
  return type || KINDS[file.name.split(".").pop().toLowerCase()] || "application/octet-stream";
}

function named(name, id, type) {
  const plain = (name || "").replace(/[\\/:*?"<>|\u0000-\u001f]/g, "_").slice(-LONGEST_NAME);
  return plain || `${id}.${type.split("/")[1] || "bin"}`;
}

/** A small picture for the list; null where the browser cannot read the file. Never decoded whole
    where the browser can scale while it reads. */
async function thumbnail(file, type) {
  if (!type.startsWith("image/") || typeof createImageBitmap !== "function") return null;
  try {
    const bitmap = await createImageBitmap(file, { resizeWidth: THUMB, resizeQuality: "low" });
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.7));
  } catch (error) {
    return null;  // HEIC, or no memory for it
  }
}

export const persist = () => (navigator.storage && navigator.storage.persist ? navigator.storage.persist() : Promise.resolve(false));
