// A link to share is copied, and a toast says so. Where copying is not possible the link simply opens.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-copy]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
    const toast = document.getElementById("copied").content.firstElementChild.cloneNode(true);
    document.dispatchEvent(new CustomEvent("toast", { detail: toast }));
  } catch {
    window.location.assign(link.href);
  }
});
