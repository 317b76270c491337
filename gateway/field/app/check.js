/* /field/check: what the phone in front of you can do, tried and not asked. */
import { fill, h, state } from "./dom.js";
import { digest, streamed } from "./hashing.js";
import { bytesOf, freshId, hex } from "./ids.js";
import { borrowed } from "./receipts.js";
import { offset, room } from "./status.js";
import { t } from "./words.js";

const main = document.getElementById("main");
const LATE_MS = 8000, SIZE = 1024 * 1024, NAME = "tongxin-field-check";
/* RFC 8032, 7.1, test 2. */
const KEY = "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw";
const SIGNATURE = "kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA";
const MESSAGE = Uint8Array.of(0x72);

/** Letter of the code, word, whether nothing works without it, and the trial: true, false, or text
    for true with more. In the order in which they are told. */
const TRIALS = [
  ["S", "secure", true, () => window.isSecureContext],
  ["D", "database", true, () => Boolean(window.indexedDB) && opened().then((db) => { db.close(); return true; })],
  ["W", "strict", true, written],
  ["B", "blob", true, unchanged],
  ["H", "digest", true, async () => (await digest(new Blob(["abc"]))).startsWith("ba7816bf")],
  ["L", "locks", true, () => navigator.locks.request(NAME, () => true)],
  ["R", "random", true, () => freshId() !== freshId()],
  ["M", "module", false, async () => (await streamed(new Blob(["abc"]))).startsWith("ba7816bf")],
  ["O", "worker", false, async () => Boolean(navigator.serviceWorker && await navigator.serviceWorker.register("/field/worker.js", { scope: "/field/" }))],
  ["T", "bitmap", false, scaled],
  ["C", "capture", false, () => "capture" in document.createElement("input")],
  ["G", "position", false, () => "geolocation" in navigator],
  ["Q", "estimate", false, left],
  ["P", "persist", false, () => navigator.storage.persisted()],
  ["N", "site", false, reached],
  ["K", "clock", false, clockRight],
  ["E", "ed25519", false, own],
  ["V", "signature", false, () => borrowed({ x: KEY }, bytesOf(SIGNATURE), MESSAGE)],
];

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("tried");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function stored(value) {
  const database = await opened();
  try {
    await new Promise((resolve, reject) => {
      const tx = database.transaction("tried", "readwrite", { durability: "strict" });
      tx.objectStore("tried").put(value, "one");
      tx.oncomplete = resolve;
      tx.onabort = () => reject(tx.error);
    });
    return await new Promise((resolve, reject) => {
      const got = database.transaction("tried").objectStore("tried").get("one");
      got.onsuccess = () => resolve(got.result);
      got.onerror = () => reject(got.error);
    });
  } finally {
    database.close();
    indexedDB.deleteDatabase(NAME);
  }
}

async function written() {
  const begun = performance.now();
  await stored(new Blob([new Uint8Array(SIZE)]));
  return `${Math.round(performance.now() - begun)} ms`;
}

async function unchanged() {
  const blob = new Blob([crypto.getRandomValues(new Uint8Array(60000))]);
  return hex(await (await stored(blob)).arrayBuffer()) === hex(await blob.arrayBuffer());
}

async function scaled() {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [64, 64];
  canvas.getContext("2d").fillRect(0, 0, 64, 64);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
  return (await createImageBitmap(blob, { resizeWidth: 16 })).width === 16;
}

async function left() {
  const found = await navigator.storage.estimate();
  return room(found) === "full" ? false : `${Math.round((found.quota - found.usage) / 1024 / 1024)} MB`;
}

async function reached() {
  const response = await fetch("/field/here", { cache: "no-store" });
  return response.ok && Boolean(response.headers.get("x-trace-id"));
}

async function clockRight() {
  const response = await fetch("/field/here", { cache: "no-store" });
  const far = offset(response.headers.get("date"), Date.now());
  return far !== null && Math.abs(far) <= 300 ? `${far} s` : false;
}

async function own() {
  const key = await crypto.subtle.importKey("jwk", { kty: "OKP", crv: "Ed25519", x: KEY }, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, key, bytesOf(SIGNATURE), MESSAGE);
}

async function tried(trial) {
  let timer = 0;
  const late = new Promise((resolve) => { timer = setTimeout(resolve, LATE_MS, false); });
  try {
    return await Promise.race([trial(), late]);
  } catch (error) {
    return false;  // that it cannot is the answer
  } finally {
    clearTimeout(timer);
  }
}

async function all() {
  fill(main, h("h1", {}, t("check.title")), h("p", { role: "status" }, t("check.busy")));
  const found = [];
  for (const [letter, word, needed, trial] of TRIALS) found.push({ letter, word, needed, value: await tried(trial) });
  const fatal = found.filter((one) => one.needed && !one.value), missing = found.filter((one) => !one.value);
  const sentence = fatal.length ? t("check.sentence.no", fatal.map((one) => t(`check.${one.word}`)).join("、"))
    : missing.length ? t("check.sentence.part", missing.length) : t("check.sentence.ok");
  // A capital letter for what works: read over the telephone, it says all of the table.
  const code = found.map((one) => (one.value ? one.letter : one.letter.toLowerCase())).join("").replace(/(.{6})(?=.)/g, "$1-");
  fill(
    main, h("h1", {}, t("check.title")), h("p", { cls: "lead", role: "status" }, state(fatal.length ? "stop" : missing.length ? "warn" : "ok", sentence)),
    h("p", {}, t("check.code")), h("p", { cls: "code", id: "code" }, code), h("p", { cls: "meta code" }, navigator.userAgent),
    h("table", {}, h("tbody", {}, found.map((one) => h("tr", {}, h("th", { scope: "row" }, t(`check.${one.word}`)), h("td", {}, answer(one)))))),
    h("p", {}, h("a", { cls: "btn primary", href: "/field/" }, t("check.back"))),
  );
}

const answer = ({ value, needed }) => (value
  ? state("ok", typeof value === "string" ? value : t("check.yes"))
  : state(needed ? "stop" : "warn", t("check.no")));

all();
