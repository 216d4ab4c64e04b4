// The bot's time, fast-forward, and what came meanwhile.

import { chinaParts, fieldValue, moment, momentOf, words } from "./words.js";

const HALF_AN_HOUR = 30 * 60 * 1000; // groups are told one after another within it, see handlers/meetings/rules/notices.py
const MORNING = 9;

const now = document.getElementById("now");
const toggle = document.getElementById("toggle-forward");
const form = document.getElementById("forward");
const field = document.getElementById("forward-to");
const travelling = document.getElementById("travelling");
const progress = document.getElementById("progress");
const destination = document.getElementById("destination");
const came = document.getElementById("came");
const cameText = document.getElementById("came-text");
const cameList = document.getElementById("came-list");

let heard = { at: Date.now(), on: performance.now() };
let announced = null;
let from = null;

/** Returns the bot's present moment. */
export function presentMoment() {
  return heard.at + performance.now() - heard.on;
}

/** Shows the time; `forward` is called with a datetime-local value. */
export function startClock({ forward }) {
  setInterval(show, 1000);
  toggle.onclick = () => toggle.setAttribute("aria-expanded", toggle.getAttribute("aria-expanded") !== "true");
  form.onsubmit = (event) => {
    event.preventDefault();
    forward(field.value);
  };
  for (const button of form.querySelectorAll("[data-jump]")) {
    button.onclick = () => forward(fieldValue(JUMPS[button.dataset.jump]()));
  }
  document.getElementById("close-came").onclick = () => (came.hidden = true);
}

/** Takes over the time as the bot sees it. */
export function hearClock(frame) {
  heard = { at: Date.parse(frame.now), on: performance.now() };
  announced = frame.announced && Date.parse(frame.announced);
  const to = frame.to && Date.parse(frame.to);
  from = to ? (from ?? heard.at) : null;
  form.hidden = toggle.hidden = !frame.movable || Boolean(to);
  form.querySelector("[data-jump=announced]").hidden = !announced;
  field.min = fieldValue(heard.at);
  if (!field.value || field.value <= field.min) field.value = fieldValue(JUMPS.tomorrow());
  travelling.hidden = !to;
  if (to) {
    came.hidden = true;
    toggle.setAttribute("aria-expanded", "false");
    destination.textContent = words("travelling", { moment: moment(to) });
    progress.value = to > from ? Math.min(1, (heard.at - from) / (to - from)) : 1;
  }
  show();
}

/** Says what came to which chat on a journey that is over; `visit` opens one of them. */
export function hearArrival(counts, nameOf, visit) {
  const entries = Object.entries(counts).sort((one, other) => other[1] - one[1]);
  const count = entries.reduce((sum, [, some]) => sum + some, 0);
  cameText.textContent = words(count ? "came" : "came-nothing", { moment: moment(presentMoment()), count });
  cameList.replaceChildren(
    ...entries.map(([chat, some]) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words("came-chat", { name: nameOf(chat), count: some });
      button.onclick = () => visit(chat);
      item.append(button);
      return item;
    }),
  );
  came.hidden = false;
}

const JUMPS = {
  tomorrow: () => morning({ days: 1 }),
  monday: () => morning({ days: (8 - chinaParts(presentMoment()).getUTCDay()) % 7 || 7 }),
  month: () => morning({ months: 1, day: 1 }),
  announced: () => announced + HALF_AN_HOUR,
};

function morning({ months = 0, days = 0, day = null }) {
  const today = chinaParts(presentMoment());
  const date = day ?? today.getUTCDate() + days;
  return momentOf(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months, date, MORNING) + HALF_AN_HOUR);
}

function show() {
  const at = presentMoment();
  now.textContent = moment(at, { year: true });
  now.dateTime = fieldValue(at);
}
