// Closes the announcement above the header and remembers it in the browser; no cookie is set. Not a module: it runs
// while the page is read, so that a line which was closed is gone before anything is painted.
{
  const line = document.querySelector("[data-announcement]");
  const key = "announcement-closed";
  const remembered = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // the browser keeps nothing for us
    }
  };
  if (line && remembered() === line.dataset.announcement) {
    line.remove();
  } else if (line) {
    const button = line.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => {
      try {
        localStorage.setItem(key, line.dataset.announcement);
      } catch {
        // it stays closed on this page
      }
      line.remove();
      document.querySelector(".header .brand")?.focus();
    });
  }
}
