/* The arithmetic of an upload in parts. Pure. */

export const PART = 5 * 1024 * 1024;
export const IN_PARTS_ABOVE = 8 * 1024 * 1024;
export const MOST = 2 * 1024 * 1024 * 1024;
export const AT_ONCE = 2;

export const inParts = (size) => size > IN_PARTS_ABOVE;
export const count = (size) => (inParts(size) ? Math.ceil(size / PART) : 1);

/** Where part `number` (from 1) begins and ends in a file of `size` bytes. */
export function span(size, number) {
  if (!inParts(size)) return [0, size];
  const begin = (number - 1) * PART;
  return [begin, Math.min(size, begin + PART)];
}

/** What a ticket of the server asks for: the single PUT as part 1. */
export function wanted(ticket) {
  if (ticket.state !== "OPEN") return [];
  if (ticket.method === "put") return [{ number: 1, url: ticket.url, headers: ticket.headers, size: ticket.size }];
  return ticket.parts;
}

/** Whether the server must be asked for more addresses once those of the ticket are served. */
export const goesOn = (ticket) => ticket.method === "multipart" && ticket.missing > ticket.parts.length;
