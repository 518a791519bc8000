// Adding to the cart without leaving the page: the plain form is sent in the background and what comes back is
// shown in a panel, with the number in the header. Whatever goes wrong, the form goes the plain way.
let panel;
let origin;

function close() {
  panel?.close();
}

function place() {
  panel = document.createElement("dialog");
  panel.className = "mini-cart-panel";
  panel.addEventListener("close", () => {
    panel.replaceChildren();
    origin?.focus({ preventScroll: true });
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[data-mini-cart-close]")) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (panel.open && !panel.contains(event.target)) close();
  });
  document.body.append(panel);
}

function show(text) {
  const news = new DOMParser().parseFromString(text, "text/html").querySelector("[data-mini-cart]");
  if (!news) throw new Error("no news");
  const link = news.querySelector("[data-mini-cart-link]").content.querySelector("[data-cart-link]");
  document.querySelector(".header [data-cart-link]")?.replaceWith(document.importNode(link, true));
  if (!panel) place();
  panel.replaceChildren(document.adoptNode(news));
  panel.setAttribute("aria-labelledby", "mini-cart-title");
  if (!panel.open) panel.show();
  panel.querySelector("#mini-cart-title").focus({ preventScroll: true });
}

function atRest(button) {
  if (!button?.dataset.words) return;
  button.removeAttribute("aria-busy");
  button.textContent = button.dataset.words;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-add]") || "plain" in form.dataset) return;
  event.preventDefault();
  const button = event.submitter ?? form.querySelector("button");
  if (button.getAttribute("aria-busy") === "true") return;
  button.dataset.words ||= button.textContent;
  button.setAttribute("aria-busy", "true");
  if (form.dataset.busy && !button.hasAttribute("aria-label")) button.textContent = form.dataset.busy;
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" },
    });
    if (answer.redirected || (!answer.ok && answer.status !== 409)) throw new Error(answer.status);
    origin = button;
    show(await answer.text());
    atRest(button);
  } catch {
    atRest(button);
    form.dataset.plain = "";
    form.requestSubmit();
  }
});
