// Fields are checked when they are left, never while somebody types; the message goes as soon as the field is right.
// The sentences come from the server in data-error-* attributes, so they are translated there.
function problem(field) {
  const value = field.value.trim();
  if (field.required && (field.type === "checkbox" ? !field.checked : !value)) {
    return field.dataset.errorRequired ?? field.validationMessage;
  }
  const digits = Number(field.dataset.digits ?? 0);
  if (value && digits) {
    // A number with the country's code has two digits more.
    const typed = value.replace(/\D/g, "").replace(/^38(?=0)/, "").length;
    if (typed !== digits) return field.dataset.errorDigits ?? field.dataset.errorInvalid ?? field.validationMessage;
  }
  if (value && !field.validity.valid) return field.dataset.errorInvalid ?? field.validationMessage;
  return "";
}

function tell(field, message) {
  const block = field.closest("[data-field]");
  if (!block) return;
  const error = block.querySelector("[data-field-error]");
  block.classList.toggle("field--error", Boolean(message));
  error.hidden = !message;
  error.querySelector("[data-field-message]").textContent = message;
  if (message) {
    field.setAttribute("aria-invalid", "true");
    const ids = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    field.setAttribute("aria-describedby", [...ids.add(error.id)].join(" "));
  } else {
    field.removeAttribute("aria-invalid");
  }
}

const isField = (element) => element.matches?.("[data-check] :is(input, select, textarea)") && element.name;

document.addEventListener("focusout", (event) => {
  // Leaving an untouched empty field is no mistake yet: the order of filling in is the visitor's own.
  if (isField(event.target) && (event.target.value || event.target.dataset.touched)) {
    tell(event.target, problem(event.target));
  }
});
document.addEventListener("input", (event) => {
  if (!isField(event.target)) return;
  event.target.dataset.touched = "true";
  const wrong = event.target.closest("[data-field]")?.classList.contains("field--error");
  if (wrong && !problem(event.target)) tell(event.target, "");
});

document.querySelector("[data-error-summary]")?.focus();
