// The comparison: "only differences" at once, a head that shows its small picture once it sticks, and printing.
const region = document.querySelector("[data-compare]");
const only = document.querySelector("[data-only]");

only?.addEventListener("change", () => {
  const isOnly = only.elements.only.checked;
  for (const row of region.querySelectorAll("[data-same]")) row.hidden = isOnly;
  const address = new URL(location.href);
  if (isOnly) address.searchParams.set("only", "differences");
  else address.searchParams.delete("only");
  history.replaceState(null, "", address);
});

const pictures = region?.querySelector(".compare__pictures");
if (pictures) {
  region.dataset.watched = "";
  const watch = (root) => new IntersectionObserver(([entry]) => {
    region.toggleAttribute("data-stuck", !entry.isIntersecting);
  }, { root, rootMargin: "-40px 0px 0px" }).observe(pictures);
  watch(getComputedStyle(region).overflowY === "auto" ? region : null);
}

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
