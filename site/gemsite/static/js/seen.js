// Recently viewed: twelve products are kept in the browser's own storage and shown as a strip near the foot of
// products and listings. No cookie, so these pages stay the same for everybody and can be cached; the server learns
// of them only when the strip is asked for. Without JavaScript there is none.
const KEY = "seen";
const KEPT = 12;
const SHOWN = 6;

function read() {
  try {
    const known = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(known) ? known.filter((entry) => Array.isArray(entry) && entry.length === 2).map((entry) => entry.map(String)) : [];
  } catch {
    return [];
  }
}

function note(product, sku) {
  const known = [[product, sku], ...read().filter(([other]) => other !== product)].slice(0, KEPT);
  try {
    localStorage.setItem(KEY, JSON.stringify(known));
  } catch {
    // A browser that keeps nothing shows no strip.
  }
}

const place = document.querySelector("[data-seen]");
if (place) {
  const { product, sku, seen } = place.dataset;
  const others = read().filter(([id]) => id !== product).slice(0, SHOWN).map(([, code]) => code);
  if (product) note(product, sku);
  document.addEventListener("variantchange", () => {
    const chosen = new URL(location.href).searchParams.get("variant");
    if (product && chosen) note(product, chosen);
  });
  if (others.length) {
    place.hidden = false;
    // Fetched shortly before it comes into view: nothing that is being read moves.
    new IntersectionObserver(async (entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      try {
        const answer = await fetch(`${seen}?v=${encodeURIComponent(others.join(","))}`);
        if (!answer.ok) return;
        const strip = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".seen");
        if (strip) place.replaceWith(document.adoptNode(strip));
      } catch {
        // Without it the page lacks nothing.
      }
    }, { rootMargin: "900px" }).observe(place);
  }
}
