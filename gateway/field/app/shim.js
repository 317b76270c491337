/* What Chromium 87 lacks and the borrowed modules use; imported before them. */
if (!Object.hasOwn) {
  Object.defineProperty(Object, "hasOwn", {
    value: (thing, name) => Object.prototype.hasOwnProperty.call(Object(thing), name),
    configurable: true, writable: true,
  });
}
