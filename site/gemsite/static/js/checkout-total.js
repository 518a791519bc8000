// The price of the chosen delivery at once, and a new sum when the time of the old one is over: asks for the page as
// it looks now and takes over the marked parts. Without this module a button does it, and the server asks before
// charging another sum.
const LONGEST = 2 ** 31 - 1;
let request;
let timer;

const value = (id) => document.getElementById(id)?.value;

async function refresh() {
  request?.abort();
  request = new AbortController();
  const url = new URL(location.pathname, location.href);
  const chosen = document.querySelector("[name=delivery_method]:checked");
  if (chosen) url.searchParams.set("delivery_method", chosen.value);
  try {
    const answer = await fetch(url, { signal: request.signal });
    if (!answer.ok || answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const fresh of page.querySelectorAll("[data-follows-delivery]")) {
      document.getElementById(fresh.id)?.replaceWith(document.importNode(fresh, true));
    }
    watch();
    return true;
  } catch (error) {
    if (error.name !== "AbortError") throw error;
    return false;
  }
}

async function renew() {
  const before = value("accept_total");
  if (!(await refresh())) return;
  const news = document.querySelector("[data-quote-news]");
  news.textContent = value("accept_total") === before ? news.dataset.same : news.dataset.other;
}

function watch() {
  clearTimeout(timer);
  // Counted from now on, for the visitor's clock may be wrong.
  const left = Number(document.getElementById("valid_until")?.dataset.seconds) * 1000;
  if (left > 0 && left < LONGEST) timer = setTimeout(renew, left);
}

document.addEventListener("change", (event) => {
  if (event.target.name === "delivery_method") refresh();
});
watch();
