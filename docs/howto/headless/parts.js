// What pages are made of: elements from plain data. Text is always text; only rich text, which the shop has cleaned, is HTML.
import { file, here, money } from "./api.js";

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value != null && value !== "") made.setAttribute(key, value);
  made.append(...children.filter((child) => child != null && child !== ""));
  return made;
}

export function picture(view, sizes) {
  if (!view) return null;
  const img = element("img", { src: file(view.url), width: view.width, height: view.height, loading: "lazy" });
  img.alt = view.alt ?? "";
  if (view.srcset) {
    img.srcset = view.srcset.split(", ").map(file).join(", ");
    img.sizes = sizes;
  }
  return img;
}

// A picture of the library comes with copies in two formats: the browser takes the best it knows.
export function libraryPicture(found, sizes) {
  if (!found) return null;
  const { avif, webp } = found.renditions;
  const copy = webp.copies[Math.floor(webp.copies.length / 2)];
  const img = element("img", { src: copy.url, width: copy.width, height: copy.height, srcset: webp.srcset, sizes });
  img.alt = found.alt;
  return element("picture", {}, element("source", { type: avif.type, srcset: avif.srcset, sizes }), img);
}

export function card(product, locale) {
  const price = product.price ? money(product.price, locale) : "—";
  return element(
    "li", { class: "card", "data-sku": product.variant.sku },
    element("a", { href: file(product.url) },
      picture(product.picture, "(min-width: 60rem) 22vw, 45vw"),
      element("strong", {}, product.name)),
    element("p", { class: "price" }, price),
    element("p", { class: "stock" }, product.availability.text),
  );
}

export const cards = (products, locale) => element("ul", { class: "cards" }, ...products.map((one) => card(one, locale)));

export function link(to) {
  return to?.url && to.text ? element("p", {}, element("a", { class: "button", href: here(to.url) }, to.text)) : null;
}

function rich(html) {
  const box = element("div", { class: "rich" });
  box.innerHTML = html;
  for (const a of box.querySelectorAll("a[href^='/']")) a.setAttribute("href", here(a.getAttribute("href")));
  return box;
}

const prose = (text) => (!text ? null : /<\w/.test(text) ? rich(text) : element("p", {}, text));

// Every block has some of these parts, whatever its type; live blocks bring cards with the price of this moment.
export function block({ type, value }, locale) {
  if (value === null || typeof value !== "object") return null;
  const goods = [...(value.cards ?? []), value.card, ...(value.pieces ?? []).map((piece) => piece.card ?? piece)];
  const shown = goods.filter((one) => one?.variant?.sku);
  const heading = value.heading ?? value.title;
  const rows = (value.questions ?? value.steps ?? []).map((row) =>
    element("details", { open: value.steps ? "open" : null }, element("summary", {}, row.question ?? row.title), prose(row.answer ?? row.text)));
  const cells = (name, texts) => element("tr", {}, ...texts.map((text) => element(name, {}, text)));
  const table = value.columns && value.rows
    ? element("table", {}, element("caption", {}, value.caption), cells("th", value.columns), ...value.rows.map((row) => cells("td", row.cells)))
    : null;
  const halves = (value.halves ?? []).map((half) => block(half, locale));
  const parts = [
    heading ? element("h2", {}, heading) : null,
    value.quote ? element("blockquote", {}, value.quote) : null,
    picture(value.picture, "100vw"),
    ...(value.pictures ?? []).map((one) => picture(one, "33vw")),
    prose(value.text), table, prose(value.note), ...rows,
    shown.length ? cards(shown, locale) : null,
    ...halves, link(value.link),
  ].filter(Boolean);
  return parts.length ? element("section", { class: `block block-${type}` }, ...parts) : null;
}
