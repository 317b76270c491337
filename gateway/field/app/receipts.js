/* A receipt is a compact JWS (RFC 7515) over what the server says of a file, checked with the
   server's public keys (RFC 8037: OKP, Ed25519). Nothing is deleted here on any other word. */
import { bytesOf } from "./ids.js";

export const FINAL = ["SEALED", "REJECTED", "DISPOSED"];

export class Unproved extends Error {}

const decoded = (text) => JSON.parse(new TextDecoder().decode(bytesOf(text)));

/** The receipt's payload.

    `jws`: the text; `keys`: a JWKS; `expected`: {evidence, sha256, size, state}. Throws Unproved where it is
    no receipt, its signature is not right, or it is of another file or of a state that is not final. */
export async function checked(jws, keys, expected) {
  const parts = String(jws).split(".");
  if (parts.length !== 3) throw new Unproved("no compact JWS");
  let head, told, signature;
  try {
    [head, told, signature] = [decoded(parts[0]), decoded(parts[1]), bytesOf(parts[2])];
  } catch (error) {
    throw new Unproved("not readable");
  }
  if (head.alg !== "EdDSA" || head.typ !== "receipt+jwt" || head.crit) throw new Unproved("another kind of signature");
  const key = keyOf(keys, head.kid);
  const signed = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
  if (!(await verified(key, signature, signed))) throw new Unproved("the signature is wrong");
  if (told.evidence !== expected.evidence || told.sha256 !== expected.sha256) throw new Unproved("of another file");
  if (told.size !== expected.size) throw new Unproved("of another size");
  if (!FINAL.includes(told.state) || told.state !== expected.state) throw new Unproved("not final");
  return told;
}

/** Whether the key that the receipt names is among those known. */
export function names(jws, keys) {
  try {
    return Boolean(keyOf(keys, decoded(String(jws).split(".")[0]).kid));
  } catch (error) {
    return false;
  }
}

function keyOf(keys, kid) {
  const own = (keys && keys.keys ? keys.keys : []).filter((one) => one.kty === "OKP" && one.crv === "Ed25519");
  const found = own.find((one) => one.kid === kid);
  if (!kid || !found) throw new Unproved("an unknown key");
  return found;
}

async function verified(jwk, signature, signed) {
  let key;
  try {
    const plain = { kty: jwk.kty, crv: jwk.crv, x: jwk.x };
    key = await crypto.subtle.importKey("jwk", plain, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    return borrowed(jwk, signature, signed);  // browsers before 2025 have no Ed25519
  }
  return crypto.subtle.verify({ name: "Ed25519" }, key, signature, signed);
}

export async function borrowed(jwk, signature, signed) {
  await import("./shim.js");
  const { ed25519 } = await import("./vendor/curves/ed25519.js");
  try {
    return ed25519.verify(signature, signed, bytesOf(jwk.x), { zip215: false });
  } catch (error) {
    return false;
  }
}
