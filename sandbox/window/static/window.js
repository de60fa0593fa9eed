// Keeps the page as the server would draw it now. Without this file everything works too, by reloading.
// A region marked data-live is drawn anew when it changed; of one marked data-live="items" only the items that changed.

const served = new WeakMap(); // element -> its HTML as it came from the server, whatever somebody did to it since
let asked = 0, shown = 0, busy = false, again = false, cameFrom = null;

const remember = (element) => served.set(element, element.outerHTML);
const items = (region) => [...region.children];
const key = (one) => one && [one.form?.getAttribute("action"), one.form?.ts?.value, one.id, one.name, one.type === "radio" || one.tagName === "BUTTON" ? one.value : ""].join(" ");
const controls = (root) => [...root.querySelectorAll("input:not([type=hidden]),textarea,select,button,summary,a")];

function unsaved(root) {
  const kept = new Map();
  for (const one of controls(root)) {
    if (one.type === "checkbox" || one.type === "radio") {
      if (one.checked !== one.defaultChecked) kept.set(key(one) + one.value, (now) => { now.checked = one.checked; });
    } else if (one.tagName === "SELECT") {
      const chosen = [...one.options].filter((option) => option.selected).map((option) => option.value);
      if ([...one.options].some((option) => option.selected !== option.defaultSelected)) {
        kept.set(key(one) + "", (now) => { for (const option of now.options) option.selected = chosen.includes(option.value); });
      }
    } else if ("defaultValue" in one && one.value !== one.defaultValue) {
      kept.set(key(one) + "", (now) => { now.value = one.value; });
    }
  }
  return kept;
}

function put(fresh, old) {
  const kept = unsaved(old);
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const caret = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  for (const open of old.querySelectorAll("details[open][id]")) {
    fresh.querySelector(`details[id="${open.id}"]`)?.setAttribute("open", "");
  }
  old.replaceWith(fresh);
  for (const one of controls(fresh)) {
    kept.get(key(one) + (one.type === "checkbox" || one.type === "radio" ? one.value : ""))?.(one);
    if (focused && key(one) === key(focused)) {
      one.focus();
      if (caret && caret[0] !== null) one.setSelectionRange(...caret);
    }
  }
}

function change(old, fresh) {
  const html = fresh.outerHTML;
  if (served.get(old) === html) return;
  if (old.dataset.live === "items") changeItems(old, fresh);
  else put(fresh, old);
  served.set(document.getElementById(fresh.id), html);
}

// On a narrow page no region scrolls, but the page.
const scrolls = (region) => getComputedStyle(region).overflowY !== "visible";
const below = (region) => scrolls(region) ? region.scrollHeight - region.scrollTop - region.clientHeight : region.getBoundingClientRect().bottom - innerHeight;
const toEnd = (region) => scrolls(region) ? region.scrollTo(0, region.scrollHeight) : region.parentElement.scrollIntoView({ block: "end" });

function changeItems(old, fresh) {
  const atEnd = below(old) < 60;
  const there = new Map(items(old).map((item) => [item.id, item]));
  const wanted = items(fresh);
  for (const item of items(old)) if (!wanted.some((one) => one.id === item.id)) item.remove();
  wanted.forEach((item, at) => {
    const html = item.outerHTML, known = there.get(item.id);
    if (!known) old.insertBefore(item, old.children[at] ?? null);
    else if (served.get(known) !== html) put(item, known);
    served.set(document.getElementById(item.id), html);
  });
  if (atEnd) toEnd(old);
}

function show(html, turn) {
  if (turn < shown) return; // an answer that was overtaken
  shown = turn;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const region of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(region.id);
    if (now) change(region, document.adoptNode(now));
  }
  holdFocus();
}

function holdFocus() {
  const form = document.querySelector("#modal [role=dialog]"), frame = document.getElementById("frame");
  if (form && !form.contains(document.activeElement)) {
    if (!frame.inert) cameFrom = key(document.activeElement);
    (form.querySelector("[aria-invalid=true]") ?? form.querySelector("input:not([type=hidden]),textarea,select") ?? form.querySelector("button"))?.focus();
  }
  const closed = frame.inert && !form;
  frame.inert = Boolean(form);
  if (closed) (controls(frame).find((one) => key(one) === cameFrom) ?? document.getElementById("write"))?.focus();
}

async function look() {
  if (busy) { again = true; return; }
  busy = true;
  do {
    again = false;
    const turn = ++asked;
    try {
      const answer = await fetch(location.pathname);
      if (answer.ok) show(await answer.text(), turn);
    } catch { /* the sandbox is gone; the page stays as it was */ }
    await new Promise((done) => setTimeout(done, 80));
  } while (again);
  busy = false;
}

async function send(form, pressed) {
  const body = new URLSearchParams(new FormData(form, pressed));
  if ("clear" in form.dataset) form.reset();
  const answer = await fetch(pressed?.getAttribute("formaction") ?? form.getAttribute("action"), { method: "POST", body, keepalive: true });
  const there = new URL(answer.url), turn = ++asked;
  if (there.pathname !== location.pathname) location.assign(there);
  else show(await answer.text(), turn);
}

function closeMore() {
  const more = document.querySelector("details.more[open]"), inside = more?.contains(document.activeElement);
  more?.removeAttribute("open");
  if (inside) more.querySelector("summary").focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  event.preventDefault();
  if (form.closest("details.more")) closeMore();
  void send(form, event.submitter);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches(".composer textarea")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
  if (event.key !== "Escape" || document.querySelector("dialog[open], details.overflow[open]")) return;
  document.querySelector("#modal [formaction='/view/close']")?.click();
  closeMore();
}, { capture: true }); // before an open menu or question in a form closes itself, and the form with it

document.addEventListener("decided", (event) => {
  if (!("go" in event.target.dataset)) return;
  sessionStorage.setItem("focus", event.target.id); // for the page that comes
  event.target.form.requestSubmit();
});

for (const region of document.querySelectorAll("[data-live]")) {
  remember(region);
  if (region.dataset.live === "items") {
    items(region).forEach(remember);
    toEnd(region);
  }
}
document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: "nearest" });
document.getElementById(sessionStorage.getItem("focus"))?.focus();
sessionStorage.removeItem("focus");
holdFocus();
const news = new EventSource("/events");
news.onmessage = () => void look();
addEventListener("pagehide", () => news.close());
