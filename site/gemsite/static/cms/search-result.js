// Shows how a search engine will show the page, while its fields are typed.
(() => {
  const fieldsOf = (ids) =>
    ids
      .split(" ")
      .filter(Boolean)
      .map((id) => document.getElementById(id))
      .filter(Boolean);
  const first = (fields) =>
    fields.map((field) => field.value.trim()).find(Boolean) ?? "";
  const cut = (text, limit) => {
    const chars = [...text];
    return chars.length > limit
      ? `${chars.slice(0, limit - 1).join("").trimEnd()}…`
      : text;
  };

  const connect = (panel) => {
    const titles = fieldsOf(panel.dataset.titles);
    const texts = fieldsOf(panel.dataset.descriptions);
    const slugs = fieldsOf(panel.dataset.slug);
    const part = (name) => panel.querySelector(`[data-result-${name}]`);
    const tell = (name, text, limit) => {
      part(name).textContent = cut(text, limit) || "–";
      const length = part(`${name}-length`);
      length.value = [...text].length;
      length.toggleAttribute("data-is-long", [...text].length > limit);
    };
    const draw = () => {
      tell("title", first(titles), Number(panel.dataset.titleLimit));
      tell("text", first(texts), Number(panel.dataset.descriptionLimit));
      part("slug").textContent = first(slugs);
    };
    for (const field of [...titles, ...texts, ...slugs]) {
      field.addEventListener("input", draw);
      field.addEventListener("change", draw);
    }
    draw();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-search-result]").forEach(connect);
  });
})();
