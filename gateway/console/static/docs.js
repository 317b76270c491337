"use strict";
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  validatorUrl: null,
  docExpansion: "none",
  defaultModelsExpandDepth: -1,
  onComplete: function () {
    document.querySelectorAll("select:not([aria-label])").forEach(function (each) {
      each.setAttribute("aria-label", "Server");
    });
  },
});
