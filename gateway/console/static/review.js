"use strict";
/* The reviewers' queue by keyboard. A decision waits ten seconds before it is sent; until then it
   can be undone. Without this script the same forms are sent at once. */
(() => {
  const bar = document.getElementById("pending");
  if (!bar) return;
  const SECONDS = 10, WAITING = "review.waiting", KEPT = "review.kept.", KEYS = "review.keys";
  const home = bar.dataset.reviewHome;
  const page = document.querySelector("[data-review]");
  const here = page ? page.dataset.review : "";
  let moving = false;

  const read = () => JSON.parse(sessionStorage.getItem(WAITING) || "[]");
  const write = (all) => sessionStorage.setItem(WAITING, JSON.stringify(all));
  const go = (path) => { moving = true; location.assign(path); };

  /* -- decisions that wait ---------------------------------------------------------------- */

  const told = (one, node) => {
    const notice = node || document.createElement("div");
    if (!node) {
      notice.className = "fault";
      notice.setAttribute("role", "alert");
      notice.textContent = one.title + "：" + bar.dataset.failed;
    }
    const link = document.createElement("a");
    link.href = one.action;
    link.textContent = bar.dataset.open;
    notice.removeAttribute("id");
    notice.append(link);
    bar.after(notice);
  };

  const send = async (one) => {
    let answer;
    try {
      answer = await fetch(one.action, {
        method: "POST", redirect: "manual", keepalive: true, credentials: "same-origin",
        headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: one.body,
      });
    } catch (_) {
      told(one, null);
      return false;
    }
    if (answer.type === "opaqueredirect") {
      sessionStorage.removeItem(KEPT + one.task);
      return true;
    }
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("told");
    told(one, found ? document.adoptNode(found) : null);
    return false;
  };

  let sending = false;
  const sendDue = async (all) => {
    if (sending) return;
    sending = true;
    const due = read().filter((one) => all || Date.now() >= one.at);
    write(read().filter((one) => !due.some((other) => other.once === one.once)));
    draw();
    for (const one of due) {
      const taken = await send(one);
      const row = document.querySelector(`[data-row="${CSS.escape(one.task)}"]`);
      if (row && taken) row.remove();
      if (taken && one.task === here) go(home);
      if (taken && !page) go(home);
    }
    sending = false;
  };

  const draw = () => {
    const all = read();
    bar.hidden = !all.length;
    bar.textContent = "";
    for (const one of all) {
      const line = document.createElement("p");
      const left = Math.max(0, Math.ceil((one.at - Date.now()) / 1000));
      line.textContent = `${one.label}：${one.title} · ${left} ${bar.dataset.left} `;
      const undo = document.createElement("button");
      undo.type = "button";
      undo.className = "btn small";
      undo.textContent = bar.dataset.undo;
      undo.addEventListener("click", () => take(one));
      line.append(undo);
      bar.append(line);
    }
    document.querySelectorAll("[data-row]").forEach((row) => {
      row.classList.toggle("waiting", all.some((one) => one.task === row.dataset.row));
    });
    document.querySelectorAll("[data-decide] button").forEach((button) => {
      button.disabled = all.some((one) => one.task === here);
    });
  };

  const take = (one) => {
    write(read().filter((other) => other.once !== one.once));
    if (one.task === here) draw(); else go(one.action);
  };

  const waits = (form, button) => {
    const data = new FormData(form);
    data.set("act", button.value);
    const reason = form.querySelector("textarea");
    if (button.value !== "confirm" && reason.value.trim().length < 2) {
      reason.required = true;
      reason.reportValidity();
      reason.focus();
      return;
    }
    reason.required = false;
    write([...read(), {
      task: here, title: page.dataset.title, label: button.textContent.replace(/\s*\([A-Z]\)\s*/, "").trim(),
      action: form.getAttribute("action"), body: new URLSearchParams(data).toString(),
      once: data.get("once"), at: Date.now() + SECONDS * 1000,
    }]);
    const rows = [...document.querySelectorAll("[data-row]")].map((row) => row.dataset.row);
    const free = rows.filter((id) => !read().some((one) => one.task === id));
    const after = free.find((id) => rows.indexOf(id) > rows.indexOf(here)) || free[0];
    if (after) go(`${home}/${after}`); else draw();
  };

  document.querySelectorAll("[data-decide]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      waits(form, event.submitter || form.querySelector("button[name=act]"));
    });
    const reason = form.querySelector("textarea");
    const key = KEPT + here;
    if (!reason.value) reason.value = sessionStorage.getItem(key) || "";
    reason.addEventListener("input", () => { sessionStorage.setItem(key, reason.value); reason.required = false; });
    reason.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      waits(form, form.querySelector("button[value=return], button[value=amend]"));
    });
  });

  /* Elsewhere nobody counts the seconds: what waits is sent when its reader leaves the queue. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && !link.target && link.pathname.startsWith(home)) moving = true;
  });
  document.querySelectorAll("form:not([data-decide])").forEach((form) => {
    form.addEventListener("submit", async (event) => {
      if (!read().length) return;
      event.preventDefault();
      await sendDue(true);
      form.submit();
    });
  });
  addEventListener("pagehide", () => {
    if (moving) return;
    for (const one of read()) {
      navigator.sendBeacon(one.action, new URLSearchParams(one.body));
    }
    write([]);
  });
  addEventListener("pageshow", () => { moving = false; draw(); });
  setInterval(() => { if (read().length) { draw(); sendDue(false); } }, 500);
  draw();
  if (!page) return;

  /* -- one picture at a time -------------------------------------------------------------- */

  const pieces = [...document.querySelectorAll("[data-piece]")];
  const strip = document.querySelector("[data-strip]");
  let at = 0;
  const turn = (to) => {
    if (!pieces.length) return;
    at = (to + pieces.length) % pieces.length;
    pieces.forEach((piece, n) => { piece.hidden = n !== at; });
    strip.hidden = pieces.length < 2;
    strip.querySelector("span").textContent = ` ${at + 1} / ${pieces.length} `;
  };
  if (strip) strip.querySelectorAll("button").forEach((button, n) => button.addEventListener("click", () => turn(at + (n ? 1 : -1))));
  turn(0);

  /* -- keys ------------------------------------------------------------------------------- */

  const help = document.getElementById("keys");
  const choice = help.querySelector("[data-keys]");
  const box = choice.querySelector("input");
  choice.hidden = false;
  box.checked = localStorage.getItem(KEYS) !== "off";
  box.addEventListener("change", () => localStorage.setItem(KEYS, box.checked ? "on" : "off"));
  const press = (selector) => { const found = document.querySelector(selector); if (found && !found.disabled) found.click(); };
  const ACTS = {
    j: () => press("a[rel=next]"),
    k: () => press("a[rel=prev]"),
    ArrowLeft: () => turn(at - 1),
    ArrowRight: () => turn(at + 1),
    z: () => page.classList.toggle("closer"),
    c: () => { const link = pieces[at] && pieces[at].querySelector("[data-compare]"); if (link) link.click(); },
    a: () => press("button[value=confirm]"),
    r: () => { const reason = document.getElementById("reason"); if (reason) reason.focus(); },
    m: () => {
      const amend = document.getElementById("amend");
      if (!amend) return;
      amend.open = true;
      const first = amend.querySelector("input:not([type=hidden]), select, textarea");
      if (first) first.focus();
    },
    u: () => { const all = read(); if (all.length) take(all[all.length - 1]); },
    "?": () => { help.open = !help.open; },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (!box.checked && event.key !== "?") return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const act = ACTS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
