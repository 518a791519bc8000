// Shows the fields of the chosen way of delivery only. Without this module all of them stand there with their titles.
function follow(form) {
  for (const part of form.querySelectorAll("[data-for]")) {
    const [name, values] = part.dataset.for.split("=");
    const chosen = form.querySelector(`[name="${name}"]:checked`)?.value;
    part.hidden = !values.split(" ").includes(chosen);
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = part.hidden;
  }
}

for (const form of document.querySelectorAll("[data-check]")) {
  form.addEventListener("change", () => follow(form));
  follow(form);
}
