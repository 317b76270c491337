/* Ids and the spellings of bytes. Pure. */

/** A UUIDv7 (RFC 9562): `now` in ms of the device's clock, `random` 10 bytes. */
export function uuid7(now, random) {
  const bytes = new Uint8Array(16);
  let left = Math.max(0, Math.floor(now));
  for (let at = 5; at >= 0; at--) {
    bytes[at] = left % 256;
    left = Math.floor(left / 256);
  }
  bytes.set(random, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const text = hex(bytes);
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

export const freshId = () => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

/** `bytes`: an ArrayBuffer or an Uint8Array. */
export const hex = (bytes) =>
  Array.from(new Uint8Array(bytes), (one) => one.toString(16).padStart(2, "0")).join("");

/** Of base64url without padding. Throws where it is none. */
export function bytesOf(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Error("not base64url");
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}
