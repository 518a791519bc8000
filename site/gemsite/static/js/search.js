// The header's search: a suggestion leads to its page, and how many there are is said aloud.
// Without this module the form leads to the page of results.
for (const box of document.querySelectorAll("[data-search]")) {
  const input = box.querySelector("input[type=search]");
  const list = box.querySelector("[role=listbox]");
  const news = box.querySelector("[data-search-news]");

  box.addEventListener("combobox:take", (event) => {
    if (event.detail.value) location.assign(event.detail.value);
  });
  new MutationObserver(() => {
    const heads = [...list.querySelectorAll(".suggest__head, .combobox__empty")].map((head) => head.textContent.trim());
    news.textContent = list.hidden ? "" : heads.join(". ");
  }).observe(list, { childList: true, attributes: true, attributeFilter: ["hidden"] });
  // "/" goes to the field, as on many pages with a search.
  if (box.closest("header")) {
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.focus();
    });
  }
}
