// A slider under each pair of number fields. The fields stay what is sent; the slider writes into them and follows
// them. Two native thumbs, so keys work as everywhere; a click on the rail moves the nearer thumb there.
const STEPS = 200;
const STEEP = 20; // where the greatest is so many times the least, equal steps multiply instead of add

function numberOf(text) {
  const bare = text.replace(/[\s\u00a0\u202f]/g, "");
  if (bare === "") return NaN;
  const plain = bare.includes(",") && bare.includes(".") ? bare.replace(/,/g, "") : bare;
  return Number(/^\d{1,3}(,\d{3})+$/.test(plain) && document.documentElement.lang === "en" ? plain.replace(/,/g, "") : plain.replace(",", "."));
}

function makeScale(low, high) {
  const steep = low > 0 && high / low > STEEP;
  return {
    at: (step) => (steep ? low * (high / low) ** (step / STEPS) : low + ((high - low) * step) / STEPS),
    stepOf: (value) => {
      const part = steep ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
      return Math.round(Math.min(1, Math.max(0, part)) * STEPS);
    },
  };
}

function round(value, places) {
  if (places > 0) return value.toFixed(places);
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(value, 1))) - 2); // three digits that count
  return String(Math.round(value / unit) * unit);
}

function enhance(group) {
  if (group.querySelector(".slider")) return;
  const fields = [...group.querySelectorAll(".range__input")];
  const [low, high] = fields.map((field) => Number(field.dataset.limit));
  if (fields.length !== 2 || fields.some((field) => !field.dataset.limit) || !(high > low)) return;
  const places = Number(group.dataset.places);
  const words = [...group.querySelectorAll(".range__word")].map((word) => word.textContent);
  const format = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: places, maximumFractionDigits: places });
  const scale = makeScale(low, high);
  const slider = document.createElement("div");
  slider.className = "slider";
  const span = document.createElement("span");
  span.className = "slider__span";
  const thumbs = fields.map((field, end) => {
    const thumb = document.createElement("input");
    Object.assign(thumb, { type: "range", className: "slider__thumb", min: 0, max: STEPS, step: 1 });
    thumb.dataset.thumb = field.name;
    thumb.setAttribute("aria-label", `${group.dataset.title}, ${words[end]}`);
    thumb.setAttribute("autocomplete", "off");
    return thumb;
  });
  const steps = () => thumbs.map((thumb) => Number(thumb.value));

  function draw() {
    const [from, to] = steps();
    span.style.insetInlineStart = `calc(12px + (100% - 24px) * ${from / STEPS})`;
    span.style.insetInlineEnd = `calc(12px + (100% - 24px) * ${1 - to / STEPS})`;
    thumbs.forEach((thumb, end) => {
      const typed = numberOf(fields[end].value);
      const value = Number.isFinite(typed) ? typed : [low, high][end];
      thumb.setAttribute("aria-valuetext", `${format.format(value)} ${group.dataset.unit}`);
    });
    thumbs[0].style.zIndex = from > STEPS / 2 ? 1 : ""; // both at the right end: the lower one must be reachable
  }

  function follow() {
    fields.forEach((field, end) => {
      const value = numberOf(field.value);
      thumbs[end].value = Number.isFinite(value) ? scale.stepOf(value) : [0, STEPS][end];
    });
    draw();
  }

  function write(end) {
    const [from, to] = steps();
    if (from > to) thumbs[end].value = [to, from][end];
    const step = Number(thumbs[end].value);
    const isOpen = step === [0, STEPS][end]; // at its own end a side is not limited
    fields[end].value = isOpen ? "" : round(scale.at(step), places).replace(".", document.documentElement.lang === "uk" ? "," : ".");
    fields[end].disabled = false;
    draw();
  }

  thumbs.forEach((thumb, end) => thumb.addEventListener("input", () => write(end)));
  fields.forEach((field) => field.addEventListener("input", follow));
  slider.addEventListener("click", (event) => {
    if (event.target !== slider) return;
    const box = slider.getBoundingClientRect();
    const step = Math.round(Math.min(1, Math.max(0, (event.clientX - box.left - 12) / (box.width - 24))) * STEPS);
    const [from, to] = steps();
    const end = Math.abs(step - from) < Math.abs(step - to) || step < from ? 0 : 1;
    thumbs[end].value = step;
    write(end);
    thumbs[end].focus();
    thumbs[end].dispatchEvent(new Event("change", { bubbles: true }));
  });
  slider.append(span, ...thumbs);
  group.querySelector(".range").after(slider);
  follow();
}

function prepare() {
  for (const group of document.querySelectorAll("[data-range]")) enhance(group);
}

prepare();
document.addEventListener("htmx:afterSettle", prepare);
document.addEventListener("filterschange", prepare);
window.addEventListener("pageshow", prepare);
