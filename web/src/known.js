// As known then, live: the page for another moment takes the place of this one's record.

let timer = 0;
let asked = 0;

const show = async () => {
  const query = new URLSearchParams(new FormData(document.getElementById("known-form")));
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

// The form may be replaced by a fresh one while the page is open.
document.addEventListener("input", (event) => {
  if (event.target.form?.id !== "known-form") return;
  if (event.target.name === "us") event.target.form.elements.at.value = "";
  if (event.target.name !== "at") soon();
});
