// Starts the NHS components of the page, and what its lists do by themselves; loaded as a module.
import { initAll } from "../vendor/nhsuk-frontend/nhsuk-frontend.min.js";

initAll();

const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const KINDS = 'a[href], input[type="checkbox"]';

// Down and up lead from row to row, from link to link or from box to box; down leads from the
// search into its list, and up from the first row back. End leads from a box to what can be done
// with those that are ticked. Without focus there no key does anything.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const step = STEPS[event.key];
  const next = step ? along(event.target, step) : event.key === "End" && toDo(event.target);
  if (!next) return;
  event.preventDefault();
  next.focus();
});

function along(here, step) {
  if (!here.matches('[type="search"]')) return neighbour(here, step);
  return step > 0 && links(listOf(here))[0];
}

const toDo = (box) => box.matches('[name="row"]') && box.form.querySelector(".app-chosen select");

function neighbour(here, step) {
  const list = here.closest(".app-rows");
  if (!list || !here.matches(KINDS)) return null;
  const stops = here.matches("a") ? links(list) : [...list.querySelectorAll('[name="row"]')];
  const at = stops.indexOf(here);
  if (at < 0) return null;
  return stops[at + step] ?? (step < 0 ? searchOf(list) : null);
}

function links(list) {
  const rows = list?.querySelectorAll("tbody > tr, .app-row, .app-sentences > li") ?? [];
  return [...rows].map((row) => row.querySelector("a[href]")).filter(Boolean);
}

const listOf = (search) => document.querySelector(search.form?.getAttribute("hx-target"));
const searchOf = (list) => document.querySelector(`form[hx-target="#${list.id}"] [type="search"]`);

// A list that could not be loaded says so below its search, until it is asked for again.
const OUTCOMES = { "htmx:before:request": false, "htmx:error": true, "htmx:response:error": true };

for (const [outcome, hasFailed] of Object.entries(OUTCOMES)) {
  document.addEventListener(outcome, ({ target }) => {
    const told = target.querySelector?.(":scope > .app-failed");
    if (told) told.hidden = !hasFailed;
  });
}
