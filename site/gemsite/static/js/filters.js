// Wide screens apply a filter at once; the sheet on phones waits for its button. Sorting applies at once everywhere.
const wide = window.matchMedia("(width >= 900px)");
const filters = document.querySelector("[data-filters]");
const sort = document.querySelector("[data-sort]");

// Empty fields stay out of the address.
function tidy(form) {
  for (const field of form.elements) {
    if (field.name && field.value === "" && field.type !== "checkbox") field.disabled = true;
  }
}

for (const form of [filters, sort]) {
  form?.addEventListener("submit", () => tidy(form));
}
window.addEventListener("pageshow", () => {
  for (const field of filters?.querySelectorAll("[data-range] input") ?? []) field.disabled = false;
});

filters?.addEventListener("change", () => {
  if (wide.matches) filters.requestSubmit();
});
sort?.addEventListener("change", () => sort.requestSubmit());

// The sheet: Esc closes it, and the focus goes in and comes back.
const panel = document.getElementById("filters");
const opener = document.querySelector(".filters__toggle");
window.addEventListener("hashchange", () => {
  if (wide.matches || !panel) return;
  const open = location.hash === "#filters";
  (open ? panel.querySelector("a, button, summary") : opener)?.focus({ preventScroll: true });
});
panel?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && location.hash === "#filters") history.back();
});
