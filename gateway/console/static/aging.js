"use strict";
/* A list that has stood for a minute says so, also when its page comes back from the background. */
(() => {
  const notice = document.getElementById("aged");
  if (!notice) return;
  const MINUTE = 60000, since = Date.now();
  const look = () => { notice.hidden = Date.now() - since < MINUTE; };
  setInterval(look, 5000);
  addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);
})();
