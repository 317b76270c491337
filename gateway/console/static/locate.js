/* One look at the place, when its button is pressed: it becomes a choice of the list. Nothing is
   watched, nothing is kept. For Chromium 87 and the browsers of phones. */
"use strict";
(function () {
  var MS = 10000, PLACES = 5;
  var box = document.getElementById("locate");
  var list = box && document.getElementById(box.dataset.for);
  if (!list || !navigator.geolocation) return;
  box.hidden = false;
  var button = box.querySelector("button"), state = box.querySelector("[role=status]");

  function ended(text) { button.disabled = false; state.textContent = text; }
  function told(found) {
    var value = [found.coords.latitude, found.coords.longitude].map(function (degrees) {
      return degrees.toFixed(PLACES);
    }).join(",");
    list.add(new Option(box.dataset.told + " " + value, value), list.options[1] || null);
    list.value = value;
    ended("");
  }
  button.addEventListener("click", function () {
    button.disabled = true;
    state.textContent = box.dataset.looking;
    navigator.geolocation.getCurrentPosition(told, function () { ended(box.dataset.failed); },
      { enableHighAccuracy: true, timeout: MS, maximumAge: 0 });
  });
}());
