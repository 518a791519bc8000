// Thumbnails change the large picture in place; a click on it opens the full size in a dialog.
// Without this module every thumbnail and the picture itself are links to the full size.
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

function zoom(link) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog dialog--picture";
  const picture = link.querySelector("img").cloneNode();
  picture.removeAttribute("srcset");
  picture.src = link.href;
  dialog.setAttribute("aria-label", picture.alt);
  const form = document.createElement("form");
  form.method = "dialog";
  const close = document.querySelector("[data-dialog-close]").content.cloneNode(true);
  form.append(close);
  dialog.append(form, picture);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target === picture) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
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
  else zoom(link);
});
