/* SHA-256 of what is kept, in hex. */
import { hex } from "./ids.js";
import { count, inParts, span } from "./parts.js";

const WHOLE = 64 * 1024 * 1024;  // bytes that the browser's own hash is given at once
const SILENCE = 60000;  // ms

export const digest = async (blob) => hex(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));

/** Of the whole file. The browser's hash cannot be fed in pieces: above 64 MiB a worker does it. */
export const whole = (blob) => (blob.size <= WHOLE ? digest(blob) : streamed(blob));

/** Of each part; none where the file goes up in one. */
export async function ofParts(blob) {
  const found = [];
  if (!inParts(blob.size)) return found;
  for (let number = 1; number <= count(blob.size); number++) {
    const [begin, end] = span(blob.size, number);
    found.push(await digest(blob.slice(begin, end)));
  }
  return found;
}

export function streamed(blob) {
  return new Promise((resolve, reject) => {
    const worker = new Worker("/field/app/hash-worker.js", { type: "module" });
    let timer = 0;
    const end = (act, value) => { clearTimeout(timer); worker.terminate(); act(value); };
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => end(reject, new Error("the hash does not come")), SILENCE);
    };
    worker.onmessage = ({ data }) => (data.sha256 ? end(resolve, data.sha256) : data.fault ? end(reject, new Error(data.fault)) : alive());
    worker.onerror = (event) => end(reject, new Error(event.message || "the worker does not start"));
    alive();
    worker.postMessage(blob);
  });
}
