// Loaded at the top of <body>, before anything is drawn: nhsuk-frontend styles
// and starts its components only under this class on <body>.
document.body.classList.add(
  "js-enabled",
  ...("noModule" in HTMLScriptElement.prototype ? ["nhsuk-frontend-supported"] : []),
);
