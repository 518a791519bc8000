// The panels of the main menu are details elements that close each other by name. This adds Esc, closing when the
// focus or a click leaves, and the arrow keys along the entries.
const panels = [...document.querySelectorAll("[data-mega]")];
const list = panels[0]?.closest("ul");
const opened = () => panels.find((panel) => panel.open);

const close = (panel, { focus = false } = {}) => {
  panel.open = false;
  if (focus) panel.querySelector("summary").focus();
};

const step = (from, by) => {
  const entries = [...list.querySelectorAll(".header__link")];
  const place = entries.indexOf(from);
  if (place < 0) return false;
  entries[(place + by + entries.length) % entries.length].focus();
  return true;
};

if (list) {
  list.addEventListener("keydown", (event) => {
    const panel = opened();
    if (event.key === "Escape" && panel) {
      close(panel, { focus: true });
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      if (step(event.target, event.key === "ArrowRight" ? 1 : -1)) event.preventDefault();
    } else if (event.key === "ArrowDown" && event.target.matches("summary")) {
      event.preventDefault();
      const own = event.target.parentElement;
      own.open = true;
      own.querySelector(".mega__panel a")?.focus();
    }
  });
  list.addEventListener("focusout", (event) => {
    const panel = opened();
    if (panel && event.relatedTarget && !panel.contains(event.relatedTarget)) close(panel);
  });
  document.addEventListener("pointerdown", (event) => {
    const panel = opened();
    if (panel && !panel.contains(event.target)) close(panel);
  });
}
