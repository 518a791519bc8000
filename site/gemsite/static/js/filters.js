// Wide screens apply a filter at once; the sheet on phones waits for its button. Sorting applies at once everywhere.
// htmx swaps #listing and keeps the address; without it the forms are plain ones, so nothing here is needed to filter.
const wide = window.matchMedia("(width >= 900px)");
const fieldKey = (field) => `${Boolean(field.closest("[data-sort]"))} ${field.name} ${field.type === "checkbox" ? field.value : ""}`;

// Empty fields stay out of the address.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-filters], [data-sort]")) return;
  for (const field of event.target.elements) {
    if (field.name && field.value === "" && field.type !== "checkbox") field.disabled = true;
  }
});
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches?.("[data-filters], [data-sort]")) return;
  for (const [name, value] of [...event.detail.formData.entries()]) {
    if (value === "") event.detail.formData.delete(name);
  }
});
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("[data-range] input, [data-sort] select")) field.disabled = false;
});

document.addEventListener("change", (event) => {
  const filters = event.target.closest("[data-filters]");
  const sort = event.target.closest("[data-sort]");
  if (sort || (filters && wide.matches)) (sort ?? filters).requestSubmit();
});

// After a swap the same field has the focus, the same groups are open, and the new count is read aloud.
let focused = "";
let open = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "listing") return;
  focused = document.activeElement?.name ? fieldKey(document.activeElement) : "";
  open = [...document.querySelectorAll("#listing .facet, #listing .more")].map((group) => group.open);
});
document.addEventListener("htmx:afterSettle", () => {
  const listing = document.getElementById("listing");
  const groups = [...listing.querySelectorAll(".facet, .more")];
  if (groups.length === open.length) groups.forEach((group, at) => { group.open = open[at] || group.open; });
  if (focused) {
    [...listing.querySelectorAll("input, select")].find((field) => fieldKey(field) === focused)?.focus({ preventScroll: true });
  }
  for (const element of listing.querySelectorAll("[data-no-script]")) element.hidden = true;
  const news = document.querySelector("[data-listing-news]");
  if (news) news.textContent = document.getElementById("count")?.textContent.trim().replace(/\s+/g, " ") ?? "";
});

// The sheet: Esc closes it, and the focus goes in and comes back.
window.addEventListener("hashchange", () => {
  const panel = document.getElementById("filters");
  if (wide.matches || !panel) return;
  const shown = location.hash === "#filters";
  (shown ? panel.querySelector("a, button, summary") : document.querySelector(".filters__toggle"))?.focus({ preventScroll: true });
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && location.hash === "#filters" && event.target.closest("#filters")) history.back();
});
