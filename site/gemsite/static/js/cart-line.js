// Quantities apply when they change; a ticked notice is sent at once. The plain forms have buttons of their own.
for (const form of document.querySelectorAll("[data-stepper]")) {
  const input = form.querySelector("input[type=number]");
  const buttons = form.querySelectorAll("[data-step]");
  const limit = () => {
    for (const button of buttons) {
      const next = input.valueAsNumber + Number(button.dataset.step);
      button.disabled = next < Number(input.min) || next > Number(input.max);
    }
  };
  let timer;
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => {
      input.valueAsNumber += Number(button.dataset.step);
      limit();
      clearTimeout(timer);
      timer = setTimeout(() => form.requestSubmit(), 400);
    });
  }
  input.addEventListener("change", () => form.requestSubmit());
  limit();
}

for (const form of document.querySelectorAll("[data-autosubmit]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
