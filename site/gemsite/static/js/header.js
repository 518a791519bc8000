// The header comes back when the page is scrolled up. Without this module it simply stays at the top of the page.
const header = document.querySelector("[data-header]");

if (header) {
  let last = window.scrollY;
  header.dataset.sticky = "here";
  window.addEventListener("scroll", () => {
    const now = Math.max(window.scrollY, 0);
    if (Math.abs(now - last) < 8) return;
    header.dataset.sticky = now > last && now > header.offsetHeight && !header.querySelector("[open]") ? "away" : "here";
    last = now;
  }, { passive: true });
}
