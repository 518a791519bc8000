// A film or a map of another site is loaded when the visitor presses, and not before: no request, no cookie.
document.addEventListener("click", (event) => {
  const open = event.target.closest("[data-embed]");
  if (!open || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.className = "embed__frame";
  frame.src = open.dataset.embed;
  frame.title = open.dataset.title;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  open.closest(".embed__stage").replaceChildren(frame);
  frame.focus();
});
