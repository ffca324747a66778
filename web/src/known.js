// As known then, live: the page for another moment takes the place of this one's record.

const form = document.getElementById("known-form");
const slider = form?.elements.us;
let timer = 0;
let asked = 0;

const show = async () => {
  const query = new URLSearchParams(new FormData(form));
  if (query.get("at")) query.delete("us");
  const mine = ++asked;
  const address = `${location.pathname}?${query}`;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("known-then");
  if (!fresh) return;
  document.getElementById("known-then").replaceWith(document.adoptNode(fresh));
  history.replaceState(null, "", address);
};

const soon = () => {
  clearTimeout(timer);
  timer = setTimeout(show, 80);
};

slider?.addEventListener("input", () => {
  form.elements.at.value = "";
  soon();
});
form?.elements.role?.addEventListener("change", soon);
