// True size on this very screen: sets --px-per-mm on :root as the visitor calibrated it (calibration.js).
// What is kept is the number of CSS pixels a millimetre had, and the pixel ratio it had then: zooming the page
// changes both, and the product of the two stays what the screen is.
const root = document.documentElement;

function apply() {
  let kept = NaN;
  let ratio = NaN;
  try {
    kept = Number.parseFloat(localStorage.getItem("px-per-mm"));
    ratio = Number.parseFloat(localStorage.getItem("px-per-mm-ratio"));
  } catch { /* a browser that keeps nothing: the default stays */ }
  const value = (kept * (ratio || window.devicePixelRatio)) / window.devicePixelRatio;
  const known = value > 0.3 && value < 50;
  if (known) root.style.setProperty("--px-per-mm", value.toFixed(4));
  else root.style.removeProperty("--px-per-mm");
  root.toggleAttribute("data-calibrated", known);
}

apply();
window.addEventListener("resize", apply);
window.addEventListener("storage", apply);
document.addEventListener("scalechange", apply);
