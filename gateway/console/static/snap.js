/* One photo of a passer-by: its words first, then its bytes straight to the object store. For
   Chromium 87 and the browsers of phones, without a framework. Nothing is kept in the browser. */
"use strict";
(function () {
  var MOST = 10 * 1024 * 1024, PUT_MS = 300000, ASK_MS = 30000;
  var KINDS = ["image/jpeg", "image/png", "image/heic"];
  var form = document.getElementById("snap");
  if (!form) return;
  document.getElementById("no-script").hidden = true;
  var said = form.dataset, fault = document.getElementById("snap-fault");
  var state = document.getElementById("snap-state");
  var button = form.querySelector("[type=submit]");

  function hex(bytes) {
    return Array.from(new Uint8Array(bytes), function (b) { return b.toString(16).padStart(2, "0"); }).join("");
  }
  /* Many a browser has no type for HEIC. */
  function kindOf(file) {
    if (file.type === "image/heif" || (!file.type && /\.hei[cf]$/i.test(file.name))) return "image/heic";
    return file.type;
  }
  function tell(text) { fault.hidden = !text; fault.textContent = text; }
  async function ask(path, given) {
    var end = new AbortController(), timer = setTimeout(function () { end.abort(); }, ASK_MS);
    var response, answer;
    try {
      response = await fetch("/console/snap/" + path, {
        method: "POST", signal: end.signal, credentials: "same-origin",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(Object.assign({ form_token: form.elements.form_token.value }, given))
      });
      answer = await response.json();
    } catch (error) {
      throw new Error(said.broken);
    } finally {
      clearTimeout(timer);
    }
    if (!response.ok) throw new Error(answer.detail || said.broken);
    return answer;
  }
  async function put(target, file) {
    var end = new AbortController(), timer = setTimeout(function () { end.abort(); }, PUT_MS);
    try {
      var answer = await fetch(target.url, { method: "PUT", headers: target.headers, body: file, signal: end.signal });
      /* 412: these very bytes are there already. */
      if (!answer.ok && answer.status !== 412) throw new Error(said.broken);
    } catch (error) {
      throw new Error(said.broken);
    } finally {
      clearTimeout(timer);
    }
  }
  async function send(file) {
    var sum = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    var given = {
      district: form.elements.district.value, place: form.elements.place.value.trim(),
      position: form.elements.position.value,
      text: form.elements.text.value.trim(), size: file.size, sha256: sum, media_type: kindOf(file)
    };
    var told = await ask("bring", given);
    await put(told, file);
    var seen = await ask("sent", { photo: told.photo });
    if (seen.missing) throw new Error(said.broken);
    location.assign("/console/snap/" + encodeURIComponent(told.code));
  }
  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    var file = document.getElementById("photo").files[0];
    if (!window.crypto || !crypto.subtle) { tell(said.digest); return; }
    if (!file || KINDS.indexOf(kindOf(file)) < 0) { tell(said.kind); return; }
    if (file.size > MOST) { tell(said.large); return; }
    tell("");
    button.disabled = true;
    state.textContent = said.sending;
    try {
      await send(file);
    } catch (error) {
      tell(error.message);
    } finally {
      button.disabled = false;
      state.textContent = "";
    }
  });
}());
