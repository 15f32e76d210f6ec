// Counts the words of a paper while one of its paragraphs is written.

const form = document.querySelector("[data-others]");
const told = document.querySelector("#words");
const count = (text) => text.split(/\s+/).filter(Boolean).length;

function tell() {
  const fields = [...form.querySelectorAll("[data-counted]")].map((field) => count(field.value));
  told.textContent = fields.reduce((sum, each) => sum + each, Number(form.dataset.others));
}

form.addEventListener("input", tell);
tell();
