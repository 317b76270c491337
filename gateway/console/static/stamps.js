/* A chosen file's SHA-256 goes into the form; the file itself goes nowhere. */
"use strict";
(function () {
  var MOST = 512 * 1024 * 1024;
  var form = document.getElementById("stamp");
  if (!form || !window.crypto || !crypto.subtle) return;
  var file = document.getElementById("file"), fault = document.getElementById("stamp-fault");
  document.getElementById("stamp-file").hidden = false;
  function tell(text) { fault.hidden = !text; fault.textContent = text; }
  file.addEventListener("change", async function () {
    var chosen = file.files[0], field = form.elements.sha256;
    field.value = "";
    tell("");
    if (!chosen) return;
    if (chosen.size > MOST) { tell(form.dataset.large); return; }
    try {
      var sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await chosen.arrayBuffer()));
      if (file.files[0] === chosen) field.value = Array.from(sum, function (b) { return b.toString(16).padStart(2, "0"); }).join("");
    } catch (error) {
      tell(form.dataset.large);
    }
  });
})();
