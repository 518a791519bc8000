// The calibration dialog, and the coin that the visitor has: both are remembered.
// Without this module [data-calibrate] is a link to the calculator, and drawings keep the browser's millimetre.
const DEFAULT = 96 / 25.4;
const dialog = document.querySelector("[data-calibration]");

function store(entries) {
  try {
    for (const [name, value] of Object.entries(entries)) {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
    }
  } catch { /* a browser that keeps nothing */ }
}

if (dialog) {
  const slider = dialog.querySelector("[data-scale-slider]");
  const number = dialog.querySelector("[data-scale-number]");
  const low = Number(slider.min);
  const high = Number(slider.max);
  let value = DEFAULT;
  let opener = null;

  // The frame alone follows while it is adjusted; the page does when it is saved.
  const show = (next, source) => {
    if (!(next >= low && next <= high)) return;
    value = next;
    dialog.style.setProperty("--px-per-mm", next.toFixed(4));
    if (source !== slider) slider.value = next.toFixed(2);
    if (source !== number) number.value = next.toFixed(2);
  };

  document.addEventListener("click", (event) => {
    const found = event.target.closest("[data-calibrate]");
    if (!found || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    opener = found;
    show(Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--px-per-mm")) || DEFAULT);
    dialog.returnValue = "";
    dialog.showModal();
  });
  slider.addEventListener("input", () => show(Number(slider.value), slider));
  number.addEventListener("input", () => show(Number(number.value), number));
  for (const button of dialog.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => show(Math.min(Math.max(value + Number(button.dataset.step) * 0.01, low), high)));
  }
  // Enter in the number field means "it fits", not the cross that stands first in the form.
  number.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (number.reportValidity()) dialog.close("save");
  });
  slider.addEventListener("keydown", (event) => {
    if (event.key === "Enter") dialog.close("save");
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "save") {
      store({ "px-per-mm": value.toFixed(4), "px-per-mm-ratio": String(window.devicePixelRatio) });
    }
    if (dialog.returnValue === "reset") store({ "px-per-mm": null, "px-per-mm-ratio": null });
    dialog.style.removeProperty("--px-per-mm");
    document.dispatchEvent(new Event("scalechange"));
    (opener?.isConnected ? opener : document.querySelector("[data-calibrate]"))?.focus();
  });
}

// The coin: chosen once, shown everywhere.
function recall() {
  let coin = null;
  try { coin = localStorage.getItem("coin"); } catch { /* a browser that keeps nothing */ }
  if (!/^\d{1,2}$/.test(coin ?? "")) return;
  for (const radio of document.querySelectorAll(`[data-true-scale] input[value="${coin}"]`)) radio.checked = true;
}
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-true-scale] input[name=coin]")) store({ coin: event.target.value });
});
document.addEventListener("variantchange", recall);
document.addEventListener("livechange", recall);
recall();
