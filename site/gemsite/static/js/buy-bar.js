// On phones a bar with price and button stands at the foot while the main button is out of view.
let observer;

function watch() {
  observer?.disconnect();
  const bar = document.querySelector("[data-buy-bar]");
  const buy = document.querySelector("[data-buy]");
  if (!bar) return;
  bar.hidden = true;
  if (!buy) return;
  observer = new IntersectionObserver(([entry]) => {
    bar.hidden = entry.isIntersecting;
  });
  observer.observe(buy);
}

watch();
document.addEventListener("variantchange", watch);
