// What the drawn blocks ask of a browser: a question before a click that needs one, and a choice sent as it is made.
"use strict";

document.documentElement.classList.add("js");

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-confirm], [data-deny], [data-accept]");
  const dialog = pressed && (document.getElementById(pressed.dataset.confirm) || pressed.closest("dialog"));
  if (!dialog) return;
  if (pressed.dataset.confirm) {
    event.preventDefault();
    dialog.showModal();
  } else {
    // The accepted button submits by itself once this has run.
    dialog.close();
  }
});

// As in Slack: a choice is sent when it is made, typed words when Enter is pressed.
const isTyped = (control) => control.matches("textarea, input:not([type=checkbox], [type=radio], [type=date], [type=time], [type=datetime-local])");
const send = (control) => document.getElementById(control.dataset.dispatch)?.click();
document.addEventListener("change", (event) => {
  if (!isTyped(event.target)) send(event.target);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.dataset.dispatch && event.target.matches("input") && isTyped(event.target)) {
    event.preventDefault();
    send(event.target);
  }
});

// One menu at a time, and Escape or a click elsewhere closes it.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.overflow[open]")) if (menu !== except) menu.open = false;
};
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.overflow")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.overflow[open]");
  closeMenus(null);
  if (menu) menu.querySelector("summary").focus();
});
