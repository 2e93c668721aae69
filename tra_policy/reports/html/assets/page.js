// Filter, search, deep links, folding and print. Without this file the page is read as it stands.
"use strict";

for (const article of document.querySelectorAll("article.report")) {
  const form = article.querySelector("form.filter");
  const lists = [...article.querySelectorAll("ul[data-list]")];
  const entries = lists.flatMap((list) => [...list.children].map((node) => ({ node, kind: list.dataset.list, text: "" })));
  const counts = form.querySelector("output");
  form.hidden = false;

  // Reading the text of two thousand entries takes a while: it is done when somebody first searches.
  const textOf = (entry) => (entry.text ||= entry.node.textContent.toLowerCase().replace(/\s+/g, " "));

  const apply = () => {
    const data = new FormData(form);
    const words = (data.get("search") || "").toLowerCase().split(/\s+/).filter(Boolean);
    const outcomes = data.getAll("outcome");
    const of = data.get("of");
    const party = data.get("party");
    const shown = {};
    const all = {};
    for (const entry of entries) {
      const { outcome, of: itsOf, party: parties } = entry.node.dataset;
      let fits = words.every((word) => textOf(entry).includes(word));
      if (fits && entry.kind === "items") {
        fits = (!outcomes.length || outcomes.includes(outcome)) && (!of || of === itsOf) && (!party || parties.split("|").includes(party));
      }
      entry.node.hidden = !fits;
      all[entry.kind] = (all[entry.kind] || 0) + 1;
      shown[entry.kind] = (shown[entry.kind] || 0) + fits;
    }
    for (const group of article.querySelectorAll("details.kind-of-record")) {
      const left = [...group.querySelectorAll(".record")].filter((node) => !node.hidden).length;
      group.hidden = left === 0;
      if (words.length) group.open = left > 0;
    }
    const narrowed = words.length || outcomes.length || of || party;
    counts.textContent = narrowed ? Object.keys(all).map((kind) => `${shown[kind]} of ${all[kind]} ${kind} shown`).join(", ") : "";
  };

  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("click", (event) => {
    const fold = event.target.dataset.fold;
    if (fold) for (const proof of article.querySelectorAll("details.proof")) proof.open = fold === "open";
  });
  article.addEventListener("show-all", () => { form.reset(); });
}

// A deep link leads to its place, whatever is folded or filtered.
const follow = () => {
  let name = location.hash.slice(1);
  let place = document.getElementById(name);
  if (!place) {
    try { name = decodeURIComponent(name); } catch { return; }
    place = document.getElementById(name);
  }
  if (!place) return;
  for (let node = place; node; node = node.parentElement) {
    if (node.localName === "details") node.open = true;
    if (node.hidden) { node.hidden = false; node.closest("article.report")?.dispatchEvent(new Event("show-all")); }
  }
  place.scrollIntoView();
  // The keyboard goes on from here.
  if (!place.hasAttribute("tabindex")) place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
};
addEventListener("hashchange", follow);
if (location.hash) follow();

// In print, what is folded stays folded, unless the reader asked otherwise.
let opened = [];
addEventListener("beforeprint", () => {
  const all = [...document.querySelectorAll("form.filter")].some((form) => new FormData(form).get("print"));
  opened = all ? [...document.querySelectorAll("details:not([open])")] : [];
  for (const node of opened) node.open = true;
});
addEventListener("afterprint", () => { for (const node of opened) node.open = false; opened = []; });
