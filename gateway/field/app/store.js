/* What the phone keeps: one store of items (bytes, manifest, state, tries, last error), one of
   everything small. A write is told as done when the browser says that it is on the disk. */

const NAME = "tongxin-field";
const OPEN_MS = 15000;

/** Each step leads from the version before it to its own, and loses nothing. Steps are added, never
    changed: phones come from every one of them. */
export const UPGRADES = [
  (database) => {
    database.createObjectStore("items", { keyPath: "id" });
    database.createObjectStore("small");
  },
];

export class Full extends Error {}

export function open(name = NAME, upgrades = UPGRADES) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, upgrades.length);
    const late = setTimeout(() => reject(new Error("the storage does not open")), OPEN_MS);
    asked.onupgradeneeded = (event) => {
      upgrades.slice(event.oldVersion).forEach((step) => step(asked.result, asked.transaction));
    };
    asked.onerror = () => { clearTimeout(late); reject(asked.error); };
    asked.onsuccess = () => {
      clearTimeout(late);
      // A newer page in another tab must not wait for this one.
      asked.result.onversionchange = () => asked.result.close();
      resolve(new Store(asked.result));
    };
  });
}

const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export class Store {
  constructor(database) {
    this.database = database;
  }

  /** `act(items, small)` in one transaction; what it answers, once all of it is on the disk. */
  write(act) {
    return new Promise((resolve, reject) => {
      const tx = this.database.transaction(["items", "small"], "readwrite", { durability: "strict" });
      let result;
      tx.oncomplete = () => resolve(result);
      tx.onerror = tx.onabort = () => {
        const fault = tx.error || new Error("the write was given up");
        reject(fault.name === "QuotaExceededError" ? new Full(fault.message) : fault);
      };
      act(tx.objectStore("items"), tx.objectStore("small"), (value) => { result = value; });
    });
  }

  item(id) {
    return answer(this.database.transaction("items").objectStore("items").get(id));
  }

  items() {
    return answer(this.database.transaction("items").objectStore("items").getAll());
  }

  get(name) {
    return answer(this.database.transaction("small").objectStore("small").get(name));
  }

  set(name, value) {
    return this.write((items, small) => small.put(value, name));
  }

  forget(name) {
    return this.write((items, small) => small.delete(name));
  }

  /** A new item gets the next number of this phone; the draft that it came from ends with it. */
  add(item, draft) {
    return this.write((items, small, told) => {
      const asked = small.get("counter");
      asked.onsuccess = () => {
        const n = (asked.result || 0) + 1;
        small.put(n, "counter");
        if (draft) small.put(draft, `draft:${item.owner}`);
        items.add({ ...item, n });
        told({ ...item, n });
      };
    });
  }

  /** Change some fields of an item that is there; what it is then, or null where it is gone. */
  change(id, fields) {
    return this.write((items, small, told) => {
      const asked = items.get(id);
      asked.onsuccess = () => {
        const after = asked.result ? { ...asked.result, ...fields } : null;
        if (after) items.put(after);
        told(after);
      };
    });
  }

  /** Take an item out and note why. */
  drop(id, note, most) {
    return this.write((items, small) => {
      items.delete(id);
      const asked = small.get(`dropped:${note.owner}`);
      asked.onsuccess = () => small.put([note, ...(asked.result || [])].slice(0, most), `dropped:${note.owner}`);
    });
  }
}
