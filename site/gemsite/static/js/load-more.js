// "Show more" adds the next page's cards below. Its link leads to that page all the same. The entry in the history
// knows on which page the list began, so that Back from a product brings all the cards and the place again.
async function fetchPage(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

const cardsOf = (page) => [...page.querySelectorAll("[data-cards] > *")].map((card) => document.adoptNode(card));
const keep = (more) => history.replaceState({ ...history.state, ...more }, "");

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-load-more]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.getAttribute("aria-busy") === "true") return;
  link.setAttribute("aria-busy", "true");
  try {
    const page = await fetchPage(link.href);
    const fresh = cardsOf(page);
    document.querySelector("[data-cards]").append(...fresh);
    const before = [...(history.state?.before ?? []), location.pathname + location.search];
    history.replaceState({ ...history.state, before }, "", link.href);
    const pagination = document.adoptNode(page.querySelector("[data-pagination]"));
    document.querySelector("[data-pagination]").replaceWith(pagination);
    const news = document.querySelector("[data-listing-news]");
    if (news) news.textContent = pagination.querySelector(".pagination__count").textContent.trim().replace(/\s+/g, " ");
    fresh[0]?.querySelector("a")?.focus({ preventScroll: true });
  } catch {
    window.location.assign(link.href);
  }
});

// What was loaded before this page, when the browser comes back to a list that it does not remember itself.
async function restore() {
  const { before, top } = history.state ?? {};
  const cards = document.querySelector("[data-cards]");
  const [navigation] = performance.getEntriesByType("navigation");
  if (!before?.length || !cards || navigation?.type === "navigate") return;
  try {
    const pages = await Promise.all(before.map(fetchPage));
    cards.prepend(...pages.flatMap(cardsOf));
    if (top !== undefined) window.scrollTo({ top, behavior: "instant" });
  } catch {
    // The page that the address names stands here all the same.
  }
}

window.addEventListener("pagehide", () => {
  if (history.state?.before) keep({ top: window.scrollY });
});
restore();
