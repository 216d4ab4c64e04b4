// What the page says: every sentence stands in page.html, times are China's whatever the browser thinks.

const CHINA = 8 * 60 * 60 * 1000; // no summer time

const sentences = new Map(
  [...document.getElementById("words").content.children].map((one) => [one.dataset.word, one.textContent]),
);

/** Returns the sentence of that name with its {places} filled. */
export function words(name, facts = {}) {
  return sentences.get(name).replace(/\{(\w+)\}/g, (_, place) => facts[place]);
}

const formats = {
  date: new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "long", day: "numeric" }),
  year: new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", year: "numeric", month: "long", day: "numeric" }),
  weekday: new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", weekday: "short" }),
  time: new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "numeric", minute: "2-digit" }),
};

/** Returns day, weekday and time of a moment in milliseconds. */
export function moment(at, { year = false } = {}) {
  return words("moment", {
    date: formats[year ? "year" : "date"].format(at),
    weekday: formats.weekday.format(at),
    time: formats.time.format(at),
  });
}

/** Returns the time alone. */
export function timeOfDay(at) {
  return formats.time.format(at);
}

/** Returns the day alone. */
export function dayOf(at) {
  return formats.date.format(at);
}

/** Returns a Date whose UTC parts are China's clock at that moment. */
export function chinaParts(at) {
  return new Date(at + CHINA);
}

/** Returns the moment at which China's clock shows those UTC parts. */
export function momentOf(parts) {
  return parts - CHINA;
}

/** Returns the moment as a datetime-local field writes it, in China's time. */
export function fieldValue(at) {
  return chinaParts(at).toISOString().slice(0, 16);
}

/** Returns a copy of that template's only element. */
export function copyOf(template) {
  return document.getElementById(template).content.firstElementChild.cloneNode(true);
}

/** Returns the sign on somebody's round picture: the given name's last character. */
export function signOf(name) {
  return [...name].at(-1) ?? "";
}
