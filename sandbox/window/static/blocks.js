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

document.addEventListener("change", (event) => {
  const send = document.getElementById(event.target.dataset.dispatch);
  if (send) send.click();
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
