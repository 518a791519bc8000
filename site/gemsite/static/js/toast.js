// Messages of the last request move to the corner of the screen and leave after eight seconds, or when closed.
const STAY = 8000;

const region = document.querySelector("[data-toasts]");
if (region) {
  region.dataset.live = "";
  for (const toast of region.querySelectorAll("[data-toast]")) {
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
}
