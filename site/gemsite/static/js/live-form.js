// A GET form that answers while it is filled in: [data-live] names the parts of the page that follow it.
// Refusals are shown when a field is left, never in the middle of a number; the address follows, so a link to
// the result can be copied. Without this module the form has a button, and the server draws the whole page.
const WAIT = 250;
const requests = new WeakMap();
let timer = 0;

function addressOf(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  return `${new URL(form.action).pathname}?${new URLSearchParams(pairs)}`;
}

function followErrors(form, fresh) {
  for (const error of form.querySelectorAll("[data-field-error]")) {
    const found = fresh.getElementById(error.id);
    if (!found) continue;
    error.hidden = found.hidden;
    error.querySelector("[data-field-message]").textContent = found.querySelector("[data-field-message]").textContent;
    error.closest("[data-field]").classList.toggle("field--error", !found.hidden);
  }
  for (const field of form.querySelectorAll("input, select")) {
    const found = field.id && fresh.getElementById(field.id);
    if (!found) continue;
    for (const name of ["aria-invalid", "aria-describedby"]) {
      if (found.hasAttribute(name)) field.setAttribute(name, found.getAttribute(name));
      else field.removeAttribute(name);
    }
  }
}

async function refresh(form, { finished }) {
  requests.get(form)?.abort();
  const request = new AbortController();
  requests.set(form, request);
  const address = addressOf(form);
  try {
    const answer = await fetch(address, { signal: request.signal, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const wrong = fresh.getElementById(form.id)?.querySelector("[data-field-error]:not([hidden])");
    if (wrong && !finished) return;
    followErrors(form, fresh);
    for (const id of form.dataset.live.split(" ")) {
      const part = fresh.getElementById(id);
      if (part) document.getElementById(id)?.replaceWith(document.adoptNode(part));
    }
    history.replaceState(history.state, "", address);
    for (const link of document.querySelectorAll("a[hreflang]")) link.search = location.search;
    for (const element of document.querySelectorAll("[data-no-script]")) element.hidden = true;
    document.dispatchEvent(new Event("livechange"));
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

for (const form of document.querySelectorAll("form[data-live]")) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh(form, { finished: false }), WAIT);
  });
  form.addEventListener("change", () => {
    clearTimeout(timer);
    refresh(form, { finished: true });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    refresh(form, { finished: true });
  });
}
