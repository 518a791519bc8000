// A field with a list of suggestions from the server (ARIA combobox with a list box).
// data-url answers with ready <li role="option"> rows for ?q= and the fields named in data-with.
// Without this module a search button and a list of radios do the same.
const WAIT = 150;

class Combobox {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input[type=text], input[type=search]");
    this.value = box.querySelector("input[type=hidden]");
    this.list = box.querySelector("[role=listbox]");
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.setAttribute("aria-expanded", "false");
    this.input.autocomplete = "off";
    this.input.addEventListener("input", () => {
      this.value.value = "";
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.load(), WAIT);
    });
    this.input.addEventListener("focus", () => this.value.value || this.load());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), WAIT));
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const row = event.target.closest("[role=option]");
      if (row) this.take(row);
    });
  }

  async load() {
    this.request?.abort();
    this.request = new AbortController();
    const url = new URL(this.box.dataset.url, location.href);
    url.searchParams.set("q", this.input.value);
    for (const name of (this.box.dataset.with ?? "").split(" ").filter(Boolean)) {
      url.searchParams.set(name, new FormData(this.input.form).get(name) ?? "");
    }
    try {
      const answer = await fetch(url, { signal: this.request.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      this.list.innerHTML = await answer.text();
      [...this.rows].forEach((row, at) => { row.id = `${this.list.id}-${at}`; });
      this.list.hidden = this.list.children.length === 0 || document.activeElement !== this.input;
      this.input.setAttribute("aria-expanded", String(!this.list.hidden));
      this.input.removeAttribute("aria-activedescendant");
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  get rows() {
    return this.list.querySelectorAll("[role=option]:not([aria-disabled=true])");
  }

  key(event) {
    const rows = [...this.rows];
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    if (event.key === "Escape" && !this.list.hidden) this.close();
    else if (event.key === "Enter" && at >= 0 && !this.list.hidden) this.take(rows[at]);
    else if (event.key === "ArrowDown" && this.list.hidden) this.load();
    else if (event.key === "ArrowDown") this.mark(rows, (at + 1) % rows.length);
    else if (event.key === "ArrowUp") this.mark(rows, (at - 1 + rows.length) % rows.length);
    else return;
    event.preventDefault();
  }

  mark(rows, index) {
    rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
    if (!rows[index]) return;
    this.input.setAttribute("aria-activedescendant", rows[index].id);
    rows[index].scrollIntoView({ block: "nearest" });
  }

  take(row) {
    if (row.getAttribute("aria-disabled") === "true") return;
    this.input.value = row.dataset.text;
    this.value.value = row.dataset.value;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.box.dispatchEvent(new CustomEvent("combobox:take", { bubbles: true, detail: { ...row.dataset } }));
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

for (const box of document.querySelectorAll("[data-combobox]")) new Combobox(box);
