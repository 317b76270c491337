/* The page's words in both languages; {0} and {1} are filled in. */
import { WORDS } from "./texts.js";

const KEY = "tongxin-field-lang";

export function lang() {
  try {
    return localStorage.getItem(KEY) === "en" ? "en" : "zh";
  } catch (error) {
    return "zh";  // storage is switched off
  }
}

export function choose(chosen) {
  localStorage.setItem(KEY, chosen);
}

export function t(key, ...filled) {
  const pair = WORDS[key];
  if (!pair) throw new Error(`no word ${key}`);
  return pair[lang() === "en" ? 1 : 0].replace(/\{(\d)\}/g, (_, n) => String(filled[n]));
}

export const has = (key) => key in WORDS;

const two = (n) => String(n).padStart(2, "0");

/** 10:05 */
export function clock(ms) {
  const at = new Date(ms);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** 7月29日 10:05 */
export function moment(ms) {
  const at = new Date(ms);
  return `${day(at)} ${clock(ms)}`;
}

function day(at) {
  return lang() === "en" ? `${at.getDate()} ${at.toLocaleString("en", { month: "short" })}` : `${at.getMonth() + 1}月${at.getDate()}日`;
}

/** 2026年7月29日 10:05, as the caption of a photo says it. */
export function captionTime(ms) {
  const at = new Date(ms);
  return `${at.getFullYear()}年${at.getMonth() + 1}月${at.getDate()}日 ${clock(ms)}`;
}

/** Of an ISO day. */
export const dueDay = (iso) => day(new Date(`${iso}T12:00:00`));

export function bytes(size) {
  if (size < 1024) return `${size} B`;
  if (size < 1024 * 1024) return `${(size / 1024).toFixed(0)} KB`;
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}
