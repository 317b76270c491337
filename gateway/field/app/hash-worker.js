import "./shim.js";
import { sha256 } from "./vendor/hashes/sha2.js";
import { hex } from "./ids.js";

const SLICE = 1024 * 1024, TOLD = 32;  // bytes; slices between two signs of life

self.onmessage = async ({ data: blob }) => {
  try {
    const hash = sha256.create();
    for (let at = 0, n = 0; at < blob.size; at += SLICE, n++) {
      hash.update(new Uint8Array(await blob.slice(at, at + SLICE).arrayBuffer()));
      if (n % TOLD === 0) self.postMessage({ at });
    }
    self.postMessage({ sha256: hex(hash.digest()) });
  } catch (error) {
    self.postMessage({ fault: String(error) });
  }
};
