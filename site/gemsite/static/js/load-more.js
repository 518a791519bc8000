// "Show more" adds the next page's cards below. Its link leads to that page all the same.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-load-more]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.getAttribute("aria-busy") === "true") return;
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const cards = document.querySelector("[data-cards]");
    const fresh = [...page.querySelectorAll("[data-cards] > *")].map((card) => document.adoptNode(card));
    cards.append(...fresh);
    history.replaceState(null, "", link.href);
    document.querySelector("[data-pagination]").replaceWith(document.adoptNode(page.querySelector("[data-pagination]")));
    fresh[0]?.querySelector("a")?.focus({ preventScroll: true });
  } catch {
    window.location.assign(link.href);
  }
});
