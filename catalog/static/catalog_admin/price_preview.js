// Shows, while a price is typed, what will be charged for it. The server's word is the saved one.
const places = new Intl.NumberFormat(document.documentElement.lang || "uk", {
  minimumFractionDigits: 0,
  maximumFractionDigits: 2,
});

class PricePreview extends HTMLElement {
  connectedCallback() {
    // The fields stand further down the page and may not exist yet.
    this.form = this.closest("form");
    this.onInput = (event) => {
      if (["price_usd", "price_uah"].includes(event.target.name)) this.show();
    };
    this.form?.addEventListener("input", this.onInput);
  }

  disconnectedCallback() {
    this.form?.removeEventListener("input", this.onInput);
  }

  amount(name) {
    return Number(this.form.elements[name]?.value) || 0;
  }

  show() {
    const rate = Number(this.dataset.usd);
    const euro = Number(this.dataset.eur);
    const step = Number(this.dataset.step) || 1;
    const fixed = this.amount("price_uah");
    const base = this.amount("price_usd");
    const charged = fixed || (rate ? Math.round((base * rate) / step + 1e-9) * step : 0);
    const parts = charged ? [[`${places.format(charged)} ₴`, "strong"]] : [["–", "strong"]];
    if (base) parts.push([`$${places.format(base)}`, "span"]);
    if (charged && euro) parts.push([`≈ €${places.format(charged / euro)}`, "span"]);
    this.querySelector("[data-output]").replaceChildren(
      ...parts.map(([text, tag]) => {
        const element = document.createElement(tag);
        if (tag === "span") element.className = "catalog-secondary";
        element.textContent = text;
        return element;
      }),
    );
    this.querySelector("[data-fixed]").hidden = !fixed;
    this.querySelector("[data-converted]").hidden = Boolean(fixed);
  }
}

customElements.define("price-preview", PricePreview);
