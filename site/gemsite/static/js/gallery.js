// Thumbnails change the large picture in place; a click on it opens all of them at full size in a dialog.
// Without this module every thumbnail and the picture itself are links to the full size.
const SCALES = [1, 1.5, 2, 3, 4];

function choose(gallery, thumb) {
  const link = gallery.querySelector("[data-zoom]");
  const picture = link.querySelector("img");
  for (const other of gallery.querySelectorAll(".thumb[aria-current]")) other.removeAttribute("aria-current");
  thumb.setAttribute("aria-current", "true");
  picture.srcset = thumb.dataset.srcset ?? "";
  picture.src = thumb.dataset.src;
  picture.alt = thumb.dataset.alt ?? "";
  link.href = thumb.dataset.full ?? thumb.href;
  gallery.dataset.view = thumb.dataset.face === "true" ? "face" : "other";
}

function zoom(gallery, link) {
  const thumbs = [...gallery.querySelectorAll(".thumb[data-full]")];
  const views = thumbs.length
    ? thumbs.map((thumb) => ({ full: thumb.dataset.full, alt: thumb.dataset.alt }))
    : [{ full: link.href, alt: link.querySelector("img").alt }];
  const dialog = gallery.querySelector("[data-zoom-dialog]").content.cloneNode(true).firstElementChild;
  const stage = dialog.querySelector(".zoom__stage");
  const picture = dialog.querySelector(".zoom__picture");
  let at = Math.max(0, thumbs.findIndex((thumb) => thumb.hasAttribute("aria-current")));
  let scale = 0;

  function draw() {
    picture.style.width = picture.style.height = `${SCALES[scale] * 100}%`;
    for (const button of dialog.querySelectorAll("[data-scale]")) {
      button.disabled = !SCALES[scale + Number(button.dataset.scale)];
    }
  }
  function show(step) {
    at = (at + step + views.length) % views.length;
    picture.src = views[at].full;
    picture.alt = views[at].alt;
    dialog.setAttribute("aria-label", views[at].alt);
    stage.setAttribute("aria-label", views[at].alt);
    dialog.querySelector(".zoom__count").textContent = views.length > 1 ? `${at + 1} / ${views.length}` : "";
    scale = 0;
    draw();
  }
  // The point that was looked at stays where it was.
  function grow(step, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
    const next = Math.min(SCALES.length - 1, Math.max(0, scale + step));
    const ratio = SCALES[next] / SCALES[scale];
    const left = (stage.scrollLeft + x) * ratio - x;
    const top = (stage.scrollTop + y) * ratio - y;
    scale = next;
    draw();
    stage.scrollTo(left, top);
  }

  for (const button of dialog.querySelectorAll("[data-step]")) button.hidden = views.length < 2;
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step], [data-scale]");
    if (button?.dataset.step) show(Number(button.dataset.step));
    else if (button) grow(Number(button.dataset.scale));
    else if (event.target === dialog) dialog.close();
    else if (event.target === picture) {
      const box = stage.getBoundingClientRect();
      grow(scale < 2 ? 2 - scale : -scale, event.clientX - box.left, event.clientY - box.top);
    }
  });
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = stage.getBoundingClientRect();
    grow(Math.sign(-event.deltaY), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const growth = { "+": 1, "=": 1, "-": -1 }[event.key];
    const pans = scale > 0 && document.activeElement === stage; // then the arrows move the enlarged picture
    if (step && views.length > 1 && !pans) show(step);
    else if (growth) grow(growth);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (thumbs[at]) choose(gallery, thumbs[at]);
    link.focus();
  });
  show(0);
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const gallery = event.target.closest("[data-gallery]");
  if (!gallery) return;
  const thumb = event.target.closest(".thumb[data-src]");
  const link = event.target.closest("[data-zoom]");
  if (!thumb && !link) return;
  event.preventDefault();
  if (thumb) choose(gallery, thumb);
  else zoom(gallery, link);
});
