"use strict";
/* A red frame is drawn on the picture: by the pointer, or by the arrow keys. The form's numbers say
   the same, and are all that is sent; without this script they are typed. */
(() => {
  const form = document.querySelector("form[data-frame]");
  const picture = document.querySelector("figure.large > .framed, figure.large .pair > div:last-child > .framed");
  if (!form || !picture) return;
  const NAMES = ["x", "y", "width", "height"], STEP = 1, LEAST = 0.2;
  const SPACE = "http://www.w3.org/2000/svg";
  const layer = document.createElementNS(SPACE, "svg"), box = document.createElementNS(SPACE, "rect");
  layer.setAttribute("class", "frames drawing");
  layer.setAttribute("viewBox", "0 0 100 100");
  layer.setAttribute("preserveAspectRatio", "none");
  layer.setAttribute("tabindex", "0");
  layer.setAttribute("role", "img");
  layer.setAttribute("aria-label", form.parentElement.querySelector("summary").textContent);
  box.setAttribute("vector-effect", "non-scaling-stroke");
  layer.append(box);

  const within = (value, most) => Math.min(Math.max(value, 0), most);
  const now = () => NAMES.map((name) => Number(form.elements[name].value) || 0);
  const draw = () => NAMES.forEach((name, n) => box.setAttribute(name, now()[n]));
  const set = (values) => {
    NAMES.forEach((name, n) => { form.elements[name].value = String(Math.round(values[n] * 100) / 100); });
    form.closest("details").open = true;
    draw();
  };
  const at = (event) => {
    const { left, top, width, height } = layer.getBoundingClientRect();
    return [within(100 * (event.clientX - left) / width, 100), within(100 * (event.clientY - top) / height, 100)];
  };
  let from = null;
  layer.addEventListener("pointerdown", (event) => { from = at(event); layer.setPointerCapture(event.pointerId); });
  layer.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = at(event);
    set([Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])]);
  });
  ["pointerup", "pointercancel"].forEach((name) => layer.addEventListener(name, () => { from = null; }));
  const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
  layer.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const [x, y, width, height] = now().some(Boolean) ? now() : [40, 40, 20, 20];
    if (event.shiftKey) set([x, y, Math.max(LEAST, within(width + step[0], 100 - x)), Math.max(LEAST, within(height + step[1], 100 - y))]);
    else set([within(x + step[0], 100 - width), within(y + step[1], 100 - height), width, height]);
  });
  form.addEventListener("input", draw);
  form.closest("details").addEventListener("toggle", (event) => {
    if (event.target.open) picture.append(layer); else layer.remove();
  });
  if (form.closest("details").open) picture.append(layer);
  draw();
})();
