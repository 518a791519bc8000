// The shop's two APIs by plain fetch. The browser keeps answers by their ETag: nothing to do here.
import { SHOP } from "./config.js";

export async function ask(path, params = {}) {
  const query = new URLSearchParams(params);
  const answer = await fetch(`${SHOP}${path}${query.size ? `?${query}` : ""}`);
  const body = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(body.message ?? body.errors[0].detail), { status: answer.status });
  return body;
}

export const content = (path, params) => ask(`/api/content/v2/${path}`, params);
export const catalog = (path, params) => ask(`/api/v1/catalog/${path}`, params);

// The menus and the shop's name are the same on every page: asked for once in a language.
const frames = new Map();
export function frame(locale) {
  if (!frames.has(locale)) {
    frames.set(locale, Promise.all([content("menus/", { locale }), content("settings/", { locale })]));
  }
  return frames.get(locale);
}

export function money({ amount, currency }, locale) {
  const whole = amount.endsWith(".00");
  const options = { style: "currency", currency, currencyDisplay: "narrowSymbol", minimumFractionDigits: whole ? 0 : 2 };
  return new Intl.NumberFormat(locale, options).format(amount);
}

// An address of the shop as an address of this client.
export const here = (url) => (url?.startsWith("/") ? `#${url}` : url);
// A file of the shop.
export const file = (url) => (url?.startsWith("/") ? `${SHOP}${url}` : url);
