// Messages move to the corner of the screen and leave after eight seconds, or when closed: those of the last
// request, and those that other modules hand over with a "toast" event.
const STAY = 8000;
const region = document.querySelector("[data-toasts]");

function keep(toast) {
  let timer = setTimeout(() => toast.remove(), STAY);
  const hold = () => clearTimeout(timer);
  const release = () => {
    clearTimeout(timer);
    timer = setTimeout(() => toast.remove(), STAY);
  };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("pointerleave", release);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", release);
  const close = toast.querySelector("[data-toast-close]");
  close.hidden = false;
  close.addEventListener("click", () => toast.remove());
}

if (region) {
  region.dataset.live = "";
  for (const toast of region.querySelectorAll("[data-toast]")) keep(toast);
  document.addEventListener("toast", (event) => {
    for (const old of region.querySelectorAll("[data-list-toast]")) old.remove();
    region.append(event.detail);
    keep(event.detail);
  });
}
