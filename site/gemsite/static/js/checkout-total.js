// The price of the chosen delivery at once: asks for the page as it looks with that delivery and takes over
// the marked parts. Without this module a button does it, and the server asks before charging another sum.
let request;

document.addEventListener("change", async (event) => {
  if (event.target.name !== "delivery_method") return;
  request?.abort();
  request = new AbortController();
  const url = new URL(location.pathname, location.href);
  url.searchParams.set("delivery_method", event.target.value);
  try {
    const answer = await fetch(url, { signal: request.signal });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const fresh of page.querySelectorAll("[data-follows-delivery]")) {
      document.getElementById(fresh.id)?.replaceWith(document.importNode(fresh, true));
    }
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
});
