// The end of a reduction: the server has written the date, this only tells how long that is from now.
const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const words = Object.fromEntries(units.map(([unit]) => [unit, new Intl.NumberFormat(
  document.documentElement.lang || "uk", { style: "unit", unit, unitDisplay: "short" })]));

function left(seconds) {
  const parts = [];
  for (const [unit, size] of units) {
    const number = Math.floor(seconds / size);
    seconds -= number * size;
    if (number || parts.length || unit === "second") parts.push(words[unit].format(number));
  }
  return parts.join(" ");
}

function tick() {
  let running = false;
  for (const block of document.querySelectorAll("[data-countdown]")) {
    const seconds = Math.floor((Date.parse(block.dataset.countdown) - Date.now()) / 1000);
    const timer = block.querySelector("[role=timer]");
    timer.hidden = seconds < 0;
    block.querySelector(".countdown__over").hidden = seconds >= 0;
    if (seconds >= 0) {
      timer.textContent = left(seconds);
      running = true;
    }
  }
  if (running) setTimeout(tick, 1000 - (Date.now() % 1000));
}

tick();
