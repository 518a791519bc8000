// Choosing a variant swaps the product part of the page for the variant's own page, and the address with it.
// Without this module the form has a button and the server draws the whole page.
async function change(radio) {
  const product = document.getElementById("product");
  product.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(radio.dataset.url, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("#product, [data-follows-variant]")) {
      const fresh = page.getElementById(part.id);
      if (fresh) part.replaceWith(document.adoptNode(fresh));
    }
    document.title = page.title;
    history.replaceState(null, "", radio.dataset.url);
    document.querySelector(`[data-variants] input[value="${CSS.escape(radio.value)}"]`)?.focus();
    for (const element of document.querySelectorAll("#product [data-no-script]")) element.hidden = true;
    document.dispatchEvent(new CustomEvent("variantchange"));
  } catch {
    window.location.assign(radio.dataset.url);
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-variants] input[data-url]")) change(event.target);
});
