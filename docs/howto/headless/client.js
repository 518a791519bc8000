// A small shop window in another place: home, lists with filters, journal and articles, in both languages.
import { catalog, content, frame, here } from "./api.js";
import { block, cards, element, libraryPicture } from "./parts.js";

const WORDS = {
  uk: { filters: "Фільтри", apply: "Показати", found: "Знайдено", missing: "Такої сторінки немає.", stock: "В наявності", shape: "Форма", color: "Колір" },
  en: { filters: "Filters", apply: "Show", found: "Found", missing: "There is no such page.", stock: "In stock", shape: "Shape", color: "Colour" },
};
const FACETS = ["shape", "color"];
const main = document.querySelector("main");

function whereAmI() {
  const [path, query] = (location.hash.slice(1) || "/uk/").split("?");
  return { path, locale: path.startsWith("/en/") ? "en" : "uk", asked: new URLSearchParams(query) };
}

async function drawFrame({ path, locale }, alternates) {
  const [menus, shop] = await frame(locale);
  document.documentElement.lang = locale;
  const brand = document.querySelector(".brand");
  brand.textContent = shop.brand_name;
  brand.href = here(shop.home_path);
  const links = (entries) => entries.map((entry) => {
    const current = path === entry.url ? "page" : null;
    return element("a", { href: here(entry.url), "aria-current": current }, entry.title);
  });
  const of = (place) => menus.items.filter((menu) => menu.place === place);
  document.querySelector(".menu").replaceChildren(...of("main").flatMap((menu) => links(menu.entries)));
  document.querySelector("footer").replaceChildren(
    ...of("footer").map((menu) => element("nav", { "aria-label": menu.title }, element("h2", {}, menu.title), ...links(menu.entries))),
    element("p", {}, [shop.phone, shop.email, shop.street, shop.hours].filter(Boolean).join(" · ")),
  );
  document.querySelector(".languages").replaceChildren(...shop.languages.map(({ code, name }) =>
    element("a", { href: here(alternates[code] ?? `/${code}/`), lang: code, "aria-current": code === locale ? "true" : null }, name)));
}

// --- Lists -----------------------------------------------------------------------------------------

// What a list is about stands in its address: /en/stones/sapphires/ is a branch of the tree.
async function branchAt(path, locale) {
  const { items } = await content("dictionaries/stones/", { locale });
  const levels = [["stone", items], ["category", items.flatMap((one) => one.categories)]];
  levels.push(["subcategory", levels[1][1].flatMap((one) => one.subcategories)]);
  for (const [name, branches] of levels) {
    const found = branches.find((branch) => branch.url === path);
    if (found) return { [name]: found.code, name: found.name };
  }
  const kind = path.includes("/jewelry/") ? "jewelry" : "stone";
  return { name: null, kinds: items.filter((one) => one.kind === kind) };
}

function facetForm(facets, asked, words, path) {
  const groups = FACETS.filter((name) => facets[name]?.length > 1).map((name) =>
    element("fieldset", {}, element("legend", {}, words[name]),
      ...facets[name].filter((value) => value.count || value.selected).map((value) => {
        const box = element("input", { type: "checkbox", name, value: value.code });
        box.checked = value.selected;
        return element("label", {}, box, ` ${value.label} `, element("small", {}, String(value.count)));
      })));
  const stock = element("input", { type: "checkbox", name: "in_stock", value: "1" });
  stock.checked = asked.get("in_stock") === "1";
  const form = element("form", { class: "filters", "aria-label": words.filters },
    ...groups, element("label", {}, stock, ` ${words.stock}`), element("button", {}, words.apply));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = `${path}?${new URLSearchParams(new FormData(form))}`;
  });
  const isWide = matchMedia("(min-width: 60rem)").matches;
  return element("details", { class: "narrow", open: isWide ? "open" : null }, element("summary", {}, words.filters), form);
}

async function list({ path, locale, asked }) {
  const words = WORDS[locale];
  const [branch, [menus]] = await Promise.all([branchAt(path, locale), frame(locale)]);
  const params = new URLSearchParams(asked);
  params.set("lang", locale);
  const about = Object.entries(branch).filter(([name]) => ["stone", "category", "subcategory"].includes(name));
  for (const [name, code] of about) params.set(name, code);
  for (const kind of branch.kinds ?? []) params.append("stone", kind.code);
  const [products, counts] = await Promise.all([catalog("products/", params), catalog("facets/", params)]);
  const entry = menus.items.flatMap((menu) => menu.entries).find((one) => one.url === path);
  const title = branch.name ?? entry?.title ?? path;
  return {
    title,
    parts: [
      element("h1", {}, title),
      element("p", { class: "count", "aria-live": "polite" }, `${words.found}: ${products.count}`),
      element("div", { class: "list" }, facetForm(counts.facets, asked, words, path), cards(products.results, locale)),
    ],
    alternates: {},
  };
}

// --- Pages -----------------------------------------------------------------------------------------

async function page({ path, locale }) {
  const found = await content("pages/find/", { html_path: path });
  const heading = (found.heading || found.title).replaceAll("|", " ");
  const parts = [element("h1", {}, heading)];
  if (found.lead) parts.push(element("p", { class: "lead" }, found.lead));
  if (found.hero_picture) parts.push(libraryPicture(found.hero_picture, "100vw"));
  parts.push(...(found.body ?? []).map((one) => block(one, locale)).filter(Boolean));
  if (found.meta.type === "home.NewsIndexPage") parts.push(await journal(found.id, locale));
  const alternates = Object.fromEntries(Object.entries(found.meta.hreflang).map(([code, one]) => [code, one.html_path]));
  return { title: found.meta.seo_title || found.title, parts, alternates };
}

async function journal(parent, locale) {
  const fields = "title,lead,date,hero_picture";
  const stories = await content("pages/", { type: "home.NewsPage", child_of: parent, order: "-date", fields });
  return element("ul", { class: "stories" }, ...stories.items.map((story) =>
    element("li", {}, libraryPicture(story.hero_picture, "30vw"),
      element("div", {}, element("a", { href: here(story.meta.html_path) }, story.title),
        element("p", {}, story.lead),
        element("time", { datetime: story.date }, new Date(story.date).toLocaleDateString(locale))))));
}

// --- The way through ---------------------------------------------------------------------------------

let walk = 0;
async function show() {
  const mine = ++walk;
  const place = whereAmI();
  main.setAttribute("aria-busy", "true");
  let view;
  try {
    view = await (/^\/(uk|en)\/(stones|jewelry)\//.test(place.path) ? list(place) : page(place));
  } catch (error) {
    const text = error.status === 404 ? WORDS[place.locale].missing : error.message;
    view = { title: text, parts: [element("h1", {}, text)], alternates: {} };
  }
  await drawFrame(place, view.alternates).catch(() => {}); // the page has said what is wrong
  if (mine !== walk) return; // the visitor has gone on
  document.title = view.title;
  main.replaceChildren(...view.parts);
  main.removeAttribute("aria-busy");
  window.scrollTo(0, 0);
}

addEventListener("hashchange", show);
show();
