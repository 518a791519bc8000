// Wide screens apply a filter at once; the sheet on phones counts while one chooses and applies by its button.
// htmx swaps #listing and keeps the address; without it the forms are plain ones, so nothing here is needed to filter.
// A thumb that is moved by keys changes many times in a row; a field that is left by Enter or by pressing the
// button is about to be sent by that.
const PAUSES = { range: 350, text: 150 };
const wide = window.matchMedia("(width >= 900px)");
const listing = () => document.getElementById("listing");
const sheet = () => document.getElementById("filters");
const fieldKey = (field) =>
  `${Boolean(field.closest("[data-sort]"))} ${field.dataset.thumb ?? field.name} ${field.type === "range" ? "thumb" : ""} ${field.type === "checkbox" ? field.value : ""}`;
const address = () => location.pathname + location.search;
let timer = 0;
let shown = address();

// Empty fields stay out of the address.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-filters], [data-sort]")) return;
  clearTimeout(timer);
  for (const field of event.target.elements) {
    if (field.name && field.value === "" && field.type !== "checkbox") field.disabled = true;
  }
});
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches?.("[data-filters], [data-sort]")) return;
  for (const [name, value] of [...event.detail.formData.entries()]) {
    if (value === "") event.detail.formData.delete(name);
  }
});
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("[data-range] input, [data-sort] select")) field.disabled = false;
});

document.addEventListener("change", (event) => {
  const filters = event.target.closest("[data-filters]");
  const sort = event.target.closest("[data-sort]");
  clearTimeout(timer);
  if (sort) sort.requestSubmit();
  else if (filters) {
    const act = () => (wide.matches ? filters.requestSubmit() : recount(filters));
    const pause = PAUSES[event.target.type];
    if (pause) timer = setTimeout(act, pause);
    else act();
  }
});
// A newer choice is about to be sent: the answer to the older one would take the thumb out of the hand.
document.addEventListener("input", (event) => {
  if (event.target.type === "range") clearTimeout(timer);
});

// What is open and what has the focus, to be the same after new markup came.
function remember(root) {
  const groups = [...root.querySelectorAll(".facet, .more")].map((group) => group.open);
  const field = document.activeElement;
  const focused = root.contains(field) && (field.name || field.dataset.thumb) ? fieldKey(field) : "";
  return { groups, focused };
}

function recall(root, { groups, focused }) {
  const found = [...root.querySelectorAll(".facet, .more")];
  if (found.length === groups.length) found.forEach((group, at) => { group.open = groups[at] || (wide.matches && group.open); });
  if (focused) [...root.querySelectorAll("input, select")].find((field) => fieldKey(field) === focused)?.focus({ preventScroll: true });
}

let memory = { groups: [], focused: "" };
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "listing") memory = remember(listing());
});
document.addEventListener("htmx:afterSettle", () => {
  if (!listing()) return;
  release();
  shown = address();
  recall(listing(), memory);
  for (const element of listing().querySelectorAll("[data-no-script]")) element.hidden = true;
  const news = document.querySelector("[data-listing-news]");
  if (news) news.textContent = document.getElementById("count")?.textContent.trim().replace(/\s+/g, " ") ?? "";
});
// Back to an entry that htmx did not make itself, such as the list before the sheet was opened.
window.addEventListener("popstate", (event) => {
  if (!event.state?.htmx && address() !== shown) location.reload();
});

// The sheet counts while one chooses: the same address is asked, counts and button follow, nothing is applied yet.
let counting = null;
async function recount(form) {
  counting?.abort();
  counting = new AbortController();
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  const panel = sheet();
  const button = panel.querySelector("[data-filters-show]");
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${form.getAttribute("action")}?${new URLSearchParams(pairs)}`, { signal: counting.signal });
    if (!answer.ok) throw new Error(answer.status);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const kept = remember(panel);
    for (const part of ["[data-filters-body]", "[data-filters-clear]"]) {
      panel.querySelector(part).replaceWith(document.adoptNode(fresh.querySelector(`#filters ${part}`)));
    }
    document.dispatchEvent(new Event("filterschange"));
    recall(panel, kept);
    const text = fresh.querySelector("[data-filters-show]").textContent;
    button.textContent = text;
    panel.querySelector("[data-filters-news]").textContent = text;
    button.removeAttribute("aria-busy");
  } catch (error) {
    if (error.name !== "AbortError") button.removeAttribute("aria-busy"); // the button still applies what was chosen
  }
}

// The sheet is a dialog: all else is out of reach while it is open; Esc, the cross and Back close it.
let held = [];
let opener = null;
function hold() {
  for (let node = sheet(); node.parentElement && node !== document.body; node = node.parentElement) {
    for (const other of node.parentElement.children) {
      if (other === node || other.inert || other.matches("script, style, link")) continue;
      other.inert = true;
      held.push(other);
    }
  }
  sheet().setAttribute("role", "dialog");
  sheet().setAttribute("aria-modal", "true");
  sheet().setAttribute("aria-label", sheet().querySelector(".filters__top p").textContent);
  sheet().querySelector(".filters__close").focus({ preventScroll: true });
}
function release() {
  for (const other of held) other.inert = false;
  held = [];
  for (const name of ["role", "aria-modal", "aria-label"]) sheet()?.removeAttribute(name);
}
function settle() {
  if (wide.matches || !sheet()) return;
  if (location.hash === "#filters") hold();
  else if (held.length) {
    release();
    document.querySelector(".filters__toggle")?.focus({ preventScroll: true });
  }
}
function close() {
  if (opener) history.back();
  else location.replace("#listing");
  opener = null;
}
window.addEventListener("hashchange", settle);
wide.addEventListener("change", release);
document.addEventListener("click", (event) => {
  const toggle = event.target.closest(".filters__toggle");
  if (toggle) opener = toggle;
  if (!event.target.closest(".filters__close")) return;
  event.preventDefault();
  close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !wide.matches && location.hash === "#filters") close();
});
// Applied from the sheet, the result takes the place of the sheet in the history: Back leads to the list as it was.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-filters]") || wide.matches || location.hash !== "#filters") return;
  counting?.abort();
  opener = null;
  event.target.setAttribute("hx-push-url", "false");
  event.target.setAttribute("hx-replace-url", "true");
}, true);

// On phones the sheet begins short: the first group and those where something is chosen are open.
if (!wide.matches && sheet()) {
  [...sheet().querySelectorAll(".facet")].forEach((group, at) => {
    group.open = at === 0 || Boolean(group.querySelector(":checked, input[value]:not([value='']):not([type])")) || [...group.querySelectorAll(".range__input")].some((field) => field.value);
  });
}
settle();
