// What the drawn blocks ask of a browser: a question before a click that needs one, and a choice sent once it is made.
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
const isSteppedThrough = (control) => control.matches(":is(select, input[type=date], input[type=time], input[type=datetime-local]):is([data-dispatch], [data-go])");
const isPressed = (event) => event.altKey || [" ", "Enter", "F4"].includes(event.key); // opens a menu, or takes what is marked in it
const decided = (control) => {
  control.dispatchEvent(new Event("decided", { bubbles: true }));
  send(control);
};
// The arrow keys pass one choice after the other: none is meant before Enter is pressed or the focus goes on.
let stepping = false, undecided = null; // the id of the control that was stepped through
document.addEventListener("pointerdown", () => { stepping = false; });
document.addEventListener("focusin", (event) => {
  stepping = false;
  if (event.target.id !== undecided) undecided = null; // drawn anew it has its id still
});
document.addEventListener("change", (event) => {
  undecided = stepping && isSteppedThrough(event.target) ? event.target.id : null;
  if (!undecided && !isTyped(event.target)) decided(event.target);
});
document.addEventListener("keydown", (event) => {
  const control = event.target;
  stepping = isSteppedThrough(control) && !isPressed(event);
  if (event.key === "Escape" && undecided) takeBack(control);
  if (event.key !== "Enter") return;
  if (undecided) {
    event.preventDefault();
    undecided = null;
    decided(control);
  } else if (control.dataset.dispatch && control.matches("input") && isTyped(control)) {
    event.preventDefault();
    send(control);
  }
});
document.addEventListener("focusout", (event) => {
  queueMicrotask(() => {
    // Being drawn anew takes the focus too, but only for a moment.
    if (event.target.id !== undecided || !event.target.isConnected || !document.hasFocus()) return;
    undecided = null;
    decided(event.target);
  });
});
function takeBack(control) {
  undecided = null;
  if (control.matches("input")) control.value = control.defaultValue;
  else for (const option of control.options) option.selected = option.defaultSelected;
}

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
