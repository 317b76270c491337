"use strict";
/* Two pictures beside one another scroll and zoom as one. */
(() => {
  const panes = [...document.querySelectorAll(".pane")];
  const offer = document.querySelector("[data-needs-script]");
  if (panes.length !== 2 || !offer) return;
  offer.hidden = false;
  const button = offer.querySelector("[data-zoom]");
  let leader = null;
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
  const zoom = () => {
    const closer = !panes[0].classList.contains("closer");
    panes.forEach((pane) => pane.classList.toggle("closer", closer));
    button.setAttribute("aria-pressed", String(closer));
  };
  button.addEventListener("click", zoom);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!event.target.closest("input, textarea, select")) zoom();
  });
})();
