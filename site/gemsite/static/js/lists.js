// Hearts and compare buttons without leaving the page. They are plain buttons of one form; this module sends it in
// the background and puts what comes back in its place: counters, compare bar, pressed buttons, a toast with Undo.
const form = document.getElementById("lists");
const LISTS = { favorite: "favorites", unfavorite: "favorites", compare: "compare", uncompare: "compare" };

function press(button, isOn) {
  const act = button.name.replace(/^un/, "");
  button.name = isOn ? `un${act}` : act;
  button.setAttribute("aria-pressed", String(isOn));
}

function apply(text) {
  const news = new DOMParser().parseFromString(text, "text/html").querySelector("[data-lists-news]");
  if (!news) throw new Error("no news");
  for (const button of document.querySelectorAll("button[form=lists][aria-pressed]")) {
    press(button, news.dataset[LISTS[button.name]].split(" ").includes(button.value));
  }
  for (const link of news.querySelectorAll("[data-list-link]")) {
    document.querySelector(`.header [data-list-link="${link.dataset.listLink}"]`)?.replaceWith(document.adoptNode(link));
  }
  const bar = news.querySelector("#compare-bar");
  document.getElementById("compare-bar")?.replaceWith(document.adoptNode(bar));
  const toast = news.querySelector("[data-list-toast]");
  if (toast) document.dispatchEvent(new CustomEvent("toast", { detail: document.adoptNode(toast) }));
}

// One after the other: each answer brings the cookie that the next request must carry.
let queue = Promise.resolve();
function send(sent) {
  const answer = queue.then(() => fetch(form.action, {
    method: "POST", body: sent, headers: { "X-Requested-With": "fetch" }, keepalive: true,
  }));
  queue = answer.catch(() => {});
  return answer;
}

form?.addEventListener("submit", async (event) => {
  const button = event.submitter;
  // Some buttons change what the page itself lists: those load it anew.
  if (!button || "reload" in button.dataset || "plain" in button.dataset) return;
  event.preventDefault();
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const sent = new FormData(form, button);
  try {
    const answer = await send(sent);
    if (!answer.ok) throw new Error(answer.status);
    const hadFocus = document.activeElement === button;
    apply(await answer.text());
    // An Undo goes away with its toast: the focus returns to the button that it was about.
    if (hadFocus && !button.isConnected) {
      const ids = [...sent.values()];
      const origin = [...document.querySelectorAll("button.toggle[form=lists]")].find((other) => ids.includes(other.value));
      (origin ?? document.getElementById("main")).focus({ preventScroll: true });
    }
  } catch {
    button.dataset.plain = "";
    form.requestSubmit(button);
  } finally {
    button.removeAttribute("aria-busy");
  }
});

// Back from the next page, out of the browser's memory or its cache: the lists may have changed meanwhile.
window.addEventListener("pageshow", async (event) => {
  const cameBack = event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (!cameBack || !form) return;
  try {
    const answer = await fetch(form.action, { headers: { "X-Requested-With": "fetch" } });
    if (answer.ok) apply(await answer.text());
  } catch {
    // The page stays as it was; the next press sets it right.
  }
});
