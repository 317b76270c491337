"use strict";
/* Two pictures beside one another scroll, zoom and turn as one; or one lies over the other. */
(() => {
  const panes = [...document.querySelectorAll(".panes .pane")], over = document.querySelector("[data-over]");
  const tools = document.querySelector("[data-needs-script]");
  if (panes.length !== 2 || !tools || !over) return;
  const pictures = panes.map((pane) => pane.querySelector("img"));
  const part = (name) => tools.querySelector(`[data-${name}]`);
  const button = part("zoom"), border = part("border"), range = border.querySelector("input");
  const LEVELS = [1, 1.5, 2, 3];
  let level = 0, turned = 0, mirrored = false, mode = "side", leader = null, grip = null;
  tools.hidden = false;

  /* -- scrolling as one, by wheel, keys and hand ---------------------------------------------- */
  const share = (now, most) => (most > 0 ? now / most : 0);
  panes.forEach((pane, at) => {
    pane.addEventListener("scroll", () => {
      if (leader && leader !== pane) return;
      leader = pane;
      const other = panes[1 - at];
      other.scrollTop = share(pane.scrollTop, pane.scrollHeight - pane.clientHeight) * (other.scrollHeight - other.clientHeight);
      other.scrollLeft = share(pane.scrollLeft, pane.scrollWidth - pane.clientWidth) * (other.scrollWidth - other.clientWidth);
      requestAnimationFrame(() => requestAnimationFrame(() => { leader = null; }));
    }, { passive: true });
  });
  [...panes, over].forEach((pane) => {
    pane.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button) return;
      grip = { pane, x: event.clientX + pane.scrollLeft, y: event.clientY + pane.scrollTop };
      pane.setPointerCapture(event.pointerId);
      event.preventDefault();
      pane.focus();
    });
    pane.addEventListener("pointermove", (event) => {
      if (!grip || grip.pane !== pane) return;
      pane.scrollLeft = grip.x - event.clientX;
      pane.scrollTop = grip.y - event.clientY;
    });
    ["pointerup", "pointercancel"].forEach((end) => pane.addEventListener(end, () => { grip = null; }));
    pane.addEventListener("dblclick", () => zoom(level ? 0 : LEVELS.length - 1));
    pane.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(level - Math.sign(event.deltaY));
    }, { passive: false });
  });

  /* -- how they are shown ------------------------------------------------------------------- */
  const zoom = (wanted) => {
    level = Math.min(Math.max(wanted, 0), LEVELS.length - 1);
    [...panes, over].forEach((pane) => {
      pane.classList.toggle("closer", level > 0);
      [...pane.children].forEach((child) => { child.style.width = `${LEVELS[level] * 100}%`; });
    });
    button.setAttribute("aria-pressed", String(level > 0));
  };
  const shape = (image) => {
    const { offsetWidth: w, offsetHeight: h } = image;
    const turn = turned % 2 && w && h ? ` scale(${h / w}, ${w / h})` : "";
    image.style.transform = `scaleX(${mirrored ? -1 : 1}) rotate(${turned * 90}deg)${turn}`;
  };
  const draw = () => {
    over.hidden = mode === "side";
    panes[0].closest(".panes").hidden = mode !== "side";
    border.hidden = mode !== "wipe";
    tools.querySelectorAll("[data-mode]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.mode === mode)));
    over.classList.toggle("difference", mode === "difference");
    const cut = over.querySelector(".cut");
    if (cut) cut.style.clipPath = mode === "wipe" ? `inset(0 0 0 ${range.value}%)` : "none";
    if (pictures[1]) shape(pictures[1]);
    if (cut) shape(cut.firstChild);
    part("mirror").setAttribute("aria-pressed", String(mirrored));
  };
  const lay = () => {
    if (over.firstChild || !pictures[0] || !pictures[1]) return;
    const [lower, upper] = pictures.map((picture) => picture.cloneNode());
    const stack = document.createElement("div"), cut = document.createElement("div");
    [lower, upper].forEach((one) => { one.loading = "eager"; one.style.width = ""; one.style.transform = ""; });
    stack.className = "stack";
    cut.className = "cut";
    lower.addEventListener("load", draw);
    cut.append(upper);
    stack.append(lower, cut);
    over.append(stack);
    zoom(level);
  };
  const show = (wanted) => { mode = wanted; if (mode !== "side") lay(); draw(); };

  const ACTS = {
    1: () => show("side"), 2: () => show("wipe"), 3: () => show("difference"),
    z: () => zoom(level ? 0 : LEVELS.length - 1), "+": () => zoom(level + 1), "=": () => zoom(level + 1), "-": () => zoom(level - 1),
    r: () => { turned = (turned + 1) % 4; draw(); }, m: () => { mirrored = !mirrored; draw(); },
  };
  tools.querySelectorAll("[data-mode]").forEach((one) => one.addEventListener("click", () => show(one.dataset.mode)));
  button.addEventListener("click", ACTS.z);
  part("turn").addEventListener("click", ACTS.r);
  part("mirror").addEventListener("click", ACTS.m);
  range.addEventListener("input", draw);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input:not([type=range]), textarea, select")) return;
    const act = ACTS[event.key.toLowerCase()];
    if (act) act();
  });
})();
