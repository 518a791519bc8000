// A form with data-busy="Adding…": its button keeps its width, says so, and cannot be pressed twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-busy]")) return;
  const button = event.submitter ?? form.querySelector("button[type=submit], button:not([type])");
  if (!button) return;
  if (button.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  button.dataset.words = button.textContent;
  button.style.minWidth = `${button.offsetWidth}px`;
  button.setAttribute("aria-busy", "true");
  button.textContent = form.dataset.busy;
});

// Back from the next page out of the browser's memory: the button is itself again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("button[aria-busy=true]")) {
    button.removeAttribute("aria-busy");
    button.textContent = button.dataset.words;
  }
});
