// While answers are being chosen the number of stones follows, and so does the address: a reload keeps them.
// Without this module every step is a plain form, and the numbers come with the next page.
const FOLLOW = ["picker-total", "picker-left", "picker-next"];
let request = null;

function addressOf(form) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  query.append("step", form.dataset.step);
  return `${new URL(form.action).pathname}?${query}`;
}

async function follow(form) {
  request?.abort();
  request = new AbortController();
  const address = addressOf(form);
  try {
    const answer = await fetch(address, { signal: request.signal });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of FOLLOW) {
      const part = fresh.getElementById(id);
      if (part) document.getElementById(id)?.replaceChildren(...part.childNodes);
    }
    history.replaceState(history.state, "", address);
    for (const link of document.querySelectorAll("a[hreflang]")) link.search = location.search;
    const news = document.querySelector("[data-picker-news]");
    news.textContent = document.getElementById("picker-left").textContent.trim().replace(/\s+/g, " ");
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

const form = document.querySelector("[data-picker]");
form?.addEventListener("change", () => follow(form));

// Empty answers stay out of the address.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-picker]")) return;
  for (const field of event.target.querySelectorAll('input[value=""]')) field.disabled = true;
});
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll('[data-picker] input[value=""]')) field.disabled = false;
});
