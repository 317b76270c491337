/* A ZIP without compression, made of slices of what is kept: nothing is held in memory whole. */

const SLICE = 1024 * 1024, MOST_BYTES = 0xf0000000;
const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

export async function crc32(blob) {
  let crc = 0xffffffff;
  for (let at = 0; at < blob.size; at += SLICE) {
    const bytes = new Uint8Array(await blob.slice(at, at + SLICE).arrayBuffer());
    for (let n = 0; n < bytes.length; n++) crc = TABLE[(crc ^ bytes[n]) & 0xff] ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

export const fits = (size) => size < MOST_BYTES;

function header(signature, fields) {
  const bytes = new Uint8Array(4 + fields.reduce((sum, [size]) => sum + size, 0)), view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  let at = 4;
  fields.forEach(([size, value]) => {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  });
  return bytes;
}

/** `files`: [{name, blob}]. Answers a Blob. */
export async function zipped(files) {
  const body = [], central = [];
  let offset = 0;
  for (const { name, blob } of files) {
    const called = new TextEncoder().encode(name), crc = await crc32(blob);
    const about = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], [4, crc], [4, blob.size], [4, blob.size], [2, called.length], [2, 0]];
    const local = header(0x04034b50, about);
    body.push(local, called, blob);
    central.push(header(0x02014b50, [[2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), called);
    offset += local.length + called.length + blob.size;
  }
  const size = central.reduce((sum, one) => sum + one.length, 0);
  const end = header(0x06054b50, [[2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, offset], [2, 0]]);
  return new Blob([...body, ...central, end], { type: "application/zip" });
}

/** What one item is as files: its bytes and its manifest. */
export function filesOf(item) {
  const stem = String(item.n).padStart(4, "0"), about = {
    manifest: item.manifest, sha256: item.sha256, state: item.state, owner: item.owner,
    taken: new Date(item.at).toISOString(), clock_offset: item.offset, error: item.error, receipt: item.receipt,
  };
  const told = new Blob([JSON.stringify(about, null, 1)], { type: "application/json" });
  const files = [{ name: `${stem}.json`, blob: told }];
  return item.blob ? [{ name: `${stem}-${item.manifest.filename}`, blob: item.blob }, ...files] : files;
}
