// The phone menu is a details element; this adds Esc, and closes it when the focus leaves.
const menu = document.querySelector("[data-menu]");

if (menu) {
  const toggle = menu.querySelector("summary");
  menu.addEventListener("toggle", () => {
    document.documentElement.classList.toggle("is-menu-open", menu.open);
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    toggle.focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}
