// Currency: come back to the same place of the page. Also hides what is only for visitors without JavaScript.
const KEY = "scroll";

for (const form of document.querySelectorAll("[data-keep-scroll]")) {
  form.addEventListener("submit", () => {
    sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, y: window.scrollY }));
  });
}

const kept = sessionStorage.getItem(KEY);
if (kept) {
  sessionStorage.removeItem(KEY);
  const { path, y } = JSON.parse(kept);
  if (path === location.pathname) window.scrollTo({ top: y, behavior: "instant" });
}

for (const element of document.querySelectorAll("[data-no-script]")) element.hidden = true;
