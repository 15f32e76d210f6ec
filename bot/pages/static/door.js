/* The door of the dashboard: takes the token from behind the # of the link, where no server sees it. */
const token = new URLSearchParams(location.hash.slice(1)).get("in");
const field = document.querySelector("#token");
if (token) {
  field.value = token;
  for (const link of document.querySelectorAll(".languages a")) link.hash = location.hash;
  history.replaceState(null, "", location.pathname + location.search);
}
document.querySelector("#by-hand").hidden = field.value !== "";
