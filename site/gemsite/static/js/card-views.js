// A card's other views: the second one on hover or focus, any of them by the segments under the picture.
// Pictures are fetched when they are first asked for. One listener serves all cards, also those that come later.
const cardOf = (event) => event.target.closest?.("[data-card]");

function show(card, index) {
  const buttons = [...card.querySelectorAll(".product-card__view")];
  const button = buttons[index];
  if (!button) return;
  const frame = card.querySelector(".product-card__picture");
  const base = frame.querySelector(".picture");
  buttons.forEach((other, at) => other.setAttribute("aria-pressed", String(at === index)));
  for (const over of frame.querySelectorAll(".picture--over")) over.classList.remove("picture--shown");
  if (index === 0) return;
  let over = frame.querySelector(`[data-view="${index}"]`);
  if (!over) {
    over = base.cloneNode();
    over.removeAttribute("fetchpriority");
    over.loading = "eager";
    over.alt = "";
    over.dataset.view = index;
    over.classList.add("picture--over");
    over.srcset = button.dataset.srcset ?? "";
    over.src = button.dataset.src;
    frame.append(over);
  }
  over.decode().catch(() => {}).then(() => {
    if (button.getAttribute("aria-pressed") === "true") over.classList.add("picture--shown");
  });
}

function prepare(root) {
  for (const views of root.querySelectorAll(".product-card__views[hidden]")) views.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".product-card__view");
  if (button) show(cardOf(event), [...button.parentElement.children].indexOf(button));
});
document.addEventListener("pointerover", (event) => {
  const card = cardOf(event);
  if (event.pointerType !== "mouse" || !card || card.contains(event.relatedTarget)) return;
  show(card, 1);
});
document.addEventListener("pointerout", (event) => {
  const card = cardOf(event);
  if (event.pointerType !== "mouse" || !card || card.contains(event.relatedTarget)) return;
  show(card, 0);
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.(".product-card__name a:focus-visible")) show(cardOf(event), 1);
});
document.addEventListener("focusout", (event) => {
  const card = cardOf(event);
  if (card && !card.contains(event.relatedTarget)) show(card, 0);
});

prepare(document);
new MutationObserver(() => prepare(document)).observe(document.body, { childList: true, subtree: true });
