/* Files go from the browser to the object store: declared here, sent there at the address that is
   handed out, looked for by the service. Written for Chromium 87, without a framework. */
"use strict";
(function () {
  var PART = 5 * 1024 * 1024, SINGLE = 8 * 1024 * 1024, MOST = 256 * 1024 * 1024;
  var LOOKS = 40, LOOK_MS = 1500, PUT_MS = 600000, ASK_MS = 30000;
  var CAPTIONS = ["time", "place", "people", "theme", "background", "cause"];
  var TYPES = {
    jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", heic: "image/heic", heif: "image/heic", pdf: "application/pdf", mp4: "video/mp4",
    docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
  };
  var form = document.getElementById("upload");
  if (!form) return;
  var said = form.dataset, list = document.getElementById("sends");
  var fault = document.getElementById("upload-fault"), sent = document.getElementById("sent");
  var waiting = [], busy = false;

  function hex(bytes) {
    return Array.from(new Uint8Array(bytes), function (b) { return b.toString(16).padStart(2, "0"); }).join("");
  }
  function uuid7() {
    var bytes = crypto.getRandomValues(new Uint8Array(16)), now = Date.now();
    for (var at = 5; at >= 0; at--) { bytes[at] = now % 256; now = Math.floor(now / 256); }
    bytes[6] = (bytes[6] & 15) | 112;
    bytes[8] = (bytes[8] & 63) | 128;
    var text = hex(bytes);
    return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
  }
  function pause(ms) { return new Promise(function (done) { setTimeout(done, ms); }); }
  async function digest(blob) { return hex(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer())); }
  function type(file) {
    return TYPES[file.name.split(".").pop().toLowerCase()] || file.type || "application/octet-stream";
  }
  function value(name) { return form.elements[name] ? form.elements[name].value.trim() : ""; }

  async function ask(path, given) {
    var end = new AbortController(), timer = setTimeout(function () { end.abort(); }, ASK_MS);
    var options = { signal: end.signal, credentials: "same-origin" };
    if (given) {
      options.method = "POST";
      options.headers = { "content-type": "application/json" };
      options.body = JSON.stringify(Object.assign({ form_token: value("form_token"), once: uuid7() }, given));
    }
    var response, answer;
    try {
      response = await fetch(said.at + path, options);
      answer = await response.json();
    } catch (error) {
      throw new Error(said.broken);
    } finally {
      clearTimeout(timer);
    }
    if (!response.ok) throw new Error(answer.detail || said.broken);
    return answer;
  }
  function put(target, blob, progress) {
    return new Promise(function (done, failed) {
      var request = new XMLHttpRequest();
      request.open("PUT", target.url);
      request.timeout = PUT_MS;
      Object.keys(target.headers).forEach(function (name) { request.setRequestHeader(name, target.headers[name]); });
      request.upload.onprogress = function (event) { progress(event.loaded); };
      request.onload = function () {
        /* 412: these very bytes are there already. */
        if (request.status < 300 || request.status === 412) done(); else failed(new Error(said.broken));
      };
      request.onerror = request.ontimeout = function () { failed(new Error(said.broken)); };
      request.send(blob);
    });
  }
  function part(file, number) { return file.slice((number - 1) * PART, number * PART); }

  async function send(item) {
    var file = item.file, show = item.show;
    show(said.reading);
    if (!item.manifest) {
      var manifest = {
        evidence: uuid7(), filename: file.name, size: file.size, media_type: type(file),
        title: value("title") || file.name.replace(/\.[^.]{1,8}$/, ""), mode: item.mode, caption: item.caption
      };
      if (item.row) manifest.row = item.row;
      ["supersedes", "before", "dated"].forEach(function (name) { if (item[name]) manifest[name] = item[name]; });
      manifest.sha256 = await digest(file);
      if (file.size > SINGLE) {
        manifest.part_sha256 = [];
        for (var number = 1; (number - 1) * PART < file.size; number++) manifest.part_sha256.push(await digest(part(file, number)));
      }
      item.manifest = manifest;
    }
    var id = item.manifest.evidence, told = await ask("/declare", item.manifest), before = 0;
    var counted = function (loaded) { show(said.sending.replace("{n}", Math.floor((before + loaded) * 100 / file.size)), (before + loaded) / file.size); };
    for (var round = 0; told.state === "OPEN" && round < 100; round++) {
      if (told.url) await put(told, file, counted);
      else if (told.parts && told.parts.length) {
        for (var each of told.parts) {
          await put(each, part(file, each.number), counted);
          before += each.size;
        }
      }
      var looked = await ask("/" + id + "/uploaded", {});
      if (looked.state !== "OPEN") break;
      if (told.url) throw new Error(said.broken);
      told = await ask("/" + id + "/open", {});
    }
    await settle(item, id);
  }
  async function settle(item, id) {
    for (var look = 0; look < LOOKS; look++) {
      var found = await ask("/" + id);
      item.show(found.told, 1, found.state === "SEALED" ? "done" : "");
      if (found.state === "SEALED") return;
      if (found.ended) throw new Error(found.reason || found.told);
      await pause(LOOK_MS);
    }
    item.show(said.later, 1);
  }

  function line(file) {
    var row = document.createElement("li"), name = document.createElement("span");
    var state = document.createElement("span"), bar = document.createElement("progress");
    name.textContent = file.name;
    bar.max = 1; bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    row.append(name, state, bar);
    list.append(row);
    return function (text, share, kind) {
      state.textContent = text;
      state.className = kind || "";
      if (share !== undefined) bar.value = share;
      return row;
    };
  }
  function retry(item, reason) {
    var row = item.show(said.failed.replace("{n}", reason), undefined, "failed");
    var button = document.createElement("button");
    button.type = "button"; button.className = "btn small"; button.textContent = said.again;
    button.onclick = function () { button.remove(); waiting.push(item); work(); };
    row.append(button);
  }
  async function work() {
    if (busy) return;
    busy = true;
    sent.hidden = true;
    var failed = false, item;
    while ((item = waiting.shift())) {
      try { await send(item); } catch (error) { failed = true; retry(item, error.message); }
    }
    busy = false;
    sent.hidden = failed;
    if (!failed) sent.textContent = said.sent;
  }
  function refused(files) {
    if (!window.crypto || !crypto.subtle) return said.digest;
    var pictures = files.some(function (file) { return type(file).indexOf("image/") === 0; });
    if (pictures && CAPTIONS.some(function (name) { return !value(name); })) return said.captions;
    return "";
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var files = Array.from(document.getElementById("files").files), why = refused(files);
    fault.hidden = !why;
    fault.textContent = why;
    if (why) return;
    var caption = {};
    CAPTIONS.forEach(function (name) { caption[name] = value(name); });
    files.forEach(function (file) {
      var picture = type(file).indexOf("image/") === 0;
      var item = { file: file, show: line(file), mode: picture ? "gallery" : "file", caption: picture ? caption : {}, row: value("row"), supersedes: value("supersedes"), before: value("before"), dated: value("dated") };
      if (file.size > MOST) { item.show(said.failed.replace("{n}", said.large), 0, "failed"); return; }
      item.show(said.waiting);
      waiting.push(item);
    });
    document.getElementById("files").value = "";
    work();
  });
}());
