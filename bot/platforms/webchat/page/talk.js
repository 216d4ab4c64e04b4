// The lines of one conversation: drawn as they come, older ones on the way up.

import { presentMoment } from "./clock.js";
import { copyOf, dayOf, moment, signOf, words } from "./words.js";

const RECALL_WITHIN = 2 * 60 * 1000;
const NEW_TIME_AFTER = 5 * 60 * 1000;
const NEAR = 120; // pixels from an end that count as being there

const log = document.getElementById("log");
const lines = document.getElementById("lines");
const older = document.getElementById("older");
const newer = document.getElementById("newer");

export class Talk {
  /** `quote`, `recall` and `choose` are called for a line, `turn` for the page before a seq, `look` with the last seq. */
  constructor({ persons, quote, recall, choose, turn, look }) {
    Object.assign(this, { persons, quote, recall, choose, turn, look });
    this.me = null;
    this.chat = null;
    this.shown = new Map(); // id -> {line, row}, in the order of the log
    this.asked = false;
    older.onclick = () => this.askOlder();
    newer.onclick = () => this.toEnd();
    log.onscroll = () => {
      if (log.scrollTop < NEAR) this.askOlder();
      if (this.isAtEnd()) newer.hidden = true;
    };
    new ResizeObserver(() => this.pinned && this.toEnd()).observe(log);
    setInterval(() => this.offerRecall(), 5000);
  }

  /** Empties the log for another conversation. */
  open(chat, me) {
    Object.assign(this, { chat, me });
    this.shown.clear();
    lines.replaceChildren();
    older.hidden = newer.hidden = true;
    this.pinned = true;
  }

  /** Shows a page: the newest lines in place of all, or those before the first. */
  page({ lines: page, before, more }) {
    log.ariaBusy = "true";
    const height = log.scrollHeight - log.scrollTop;
    const inPage = new Set(page.map((line) => line.id));
    const kept = [...this.shown.values()]
      .map((one) => one.line)
      .filter((line) => !inPage.has(line.id) && (before !== null || !line.seq));
    this.shown.clear();
    lines.replaceChildren();
    for (const line of [...page, ...kept]) this.append(line);
    if (!this.shown.size) this.saySilent();
    this.more = more;
    this.asked = false;
    older.hidden = !more;
    if (before === null) this.toEnd();
    else log.scrollTop = log.scrollHeight - height;
    this.tellLooked();
    setTimeout(() => (log.ariaBusy = "false"));
  }

  /** Shows a line that is new, or has changed. */
  add(line) {
    const known = this.shown.get(line.id);
    const stay = this.isAtEnd() || line.author === this.me;
    if (known) {
      const row = this.draw(line);
      known.row.replaceWith(row);
      this.shown.set(line.id, { line, row });
      this.noteChosen(line);
      if (line.recalled) this.forgetQuotes(line.id);
    } else {
      lines.querySelector(".silent")?.remove();
      this.append(line);
    }
    if (stay) this.toEnd();
    else if (!known) newer.hidden = false;
    this.tellLooked();
  }

  /** Marks a line of one's own as on its way, or as arrived. */
  mark(id, { pending }) {
    this.shown.get(id)?.row.querySelector(".state")?.toggleAttribute("hidden", !pending);
  }

  /** Takes away a line of one's own that was refused. */
  remove(id) {
    this.shown.get(id)?.row.remove();
    this.shown.delete(id);
  }

  askOlder() {
    const first = [...this.shown.values()][0];
    if (!this.more || this.asked || !first) return;
    this.asked = true;
    this.turn(first.line.seq);
  }

  toEnd() {
    log.scrollTop = log.scrollHeight;
    this.pinned = true;
    newer.hidden = true;
  }

  isAtEnd() {
    this.pinned = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    return this.pinned;
  }

  tellLooked() {
    const last = [...this.shown.values()].findLast((one) => one.line.seq);
    if (last && document.visibilityState === "visible") this.look(last.line.seq);
  }

  append(line) {
    const before = [...this.shown.values()].at(-1)?.line;
    if (!before || Math.abs(Date.parse(line.at) - Date.parse(before.at)) > NEW_TIME_AFTER) {
      const time = document.createElement("time");
      time.className = "apart";
      time.dateTime = line.at;
      time.textContent = moment(Date.parse(line.at));
      lines.append(time);
    }
    const row = this.draw(line);
    lines.append(row);
    this.shown.set(line.id, { line, row });
    this.noteChosen(line);
  }

  draw(line) {
    const row = copyOf("line-row");
    const mine = line.author === this.me;
    if (line.recalled) {
      row.className = "recalled";
      row.textContent = line.erased ? words("erased") : mine ? words("recalled-own") : words("recalled", { name: line.name });
      return row;
    }
    row.classList.add(mine ? "mine" : line.author === null ? "bot" : "other");
    this.drawSpeaker(row, line);
    this.drawWords(row, line);
    this.drawChoices(row, line);
    row.querySelector(".do-quote").onclick = () => this.quote(line);
    row.querySelector(".do-recall").onclick = () => this.recall(line);
    row.querySelector(".do-recall").hidden = !this.isRecallable(line);
    return row;
  }

  drawSpeaker(row, line) {
    const avatar = row.querySelector(".avatar");
    const tags = row.querySelector(".tags");
    row.querySelector(".name").textContent = line.name;
    avatar.textContent = line.author === null ? words("bot-sign") : signOf(line.name);
    const roles = line.author === null ? ["bot-tag"] : this.rolesOf(line.author);
    avatar.dataset.role = roles[0];
    tags.replaceChildren(
      ...roles.map((role) => {
        const tag = document.createElement("span");
        tag.textContent = words(role);
        return tag;
      }),
    );
  }

  drawWords(row, line) {
    const bubble = row.querySelector(".bubble");
    const said = row.querySelector(".words");
    if (line.mention !== null) {
      const to = document.createElement("b");
      to.textContent = `@${this.persons.get(line.mention)?.name ?? ""} `;
      said.append(to);
    }
    said.append(line.text);
    said.hidden = !line.text;
    if (line.quoted) {
      const quote = row.querySelector("blockquote");
      quote.hidden = false;
      quote.dataset.of = line.quoted.id;
      quote.textContent = quoteText(line.quoted);
    }
    if (line.picture) {
      const picture = document.createElement("img");
      picture.src = `/chat/pictures/${line.picture}`;
      picture.alt = words("picture-of", { name: line.name });
      picture.onload = () => this.pinned && this.toEnd();
      bubble.append(picture);
    }
    if (line.file) {
      const file = document.createElement("a");
      file.href = `/chat/files/${line.seq}`;
      file.download = file.textContent = line.file;
      bubble.append(file);
    }
  }

  drawChoices(row, line) {
    const box = row.querySelector(".choices");
    if (!line.choices.length) return box.remove();
    const forMe = line.mention === null || line.mention === this.me;
    for (const { digit, label } of line.choices) {
      const button = document.createElement("button");
      const sign = document.createElement("span");
      button.type = "button";
      button.dataset.digit = sign.textContent = digit;
      button.ariaLabel = words("choose", { digit, label });
      button.disabled = !forMe;
      button.onclick = () => this.choose(line, digit);
      button.append(sign, label);
      box.append(button);
    }
  }

  /** Where a digit answers a line that is shown: marks the button, and says beside the digit what it means. */
  noteChosen(line) {
    const asked = line.author !== null && line.quoted && this.shown.get(line.quoted.id);
    const choice = asked && asked.line.choices.find(({ digit }) => String(digit) === line.text.trim());
    if (!choice) return;
    asked.row.querySelector(`.choices [data-digit="${choice.digit}"]`).ariaPressed = "true";
    const label = document.createElement("span");
    label.className = "label";
    label.textContent = choice.label;
    this.shown.get(line.id).row.querySelector(".words").append(label);
  }

  forgetQuotes(id) {
    for (const quote of lines.querySelectorAll("blockquote")) {
      if (quote.dataset.of === id) quote.textContent = words("recalled-quote");
    }
  }

  rolesOf(person) {
    return (this.persons.get(person)?.roles ?? ["voter"]).map((role) => `role-${role}`);
  }

  isRecallable(line) {
    return line.author === this.me && Boolean(line.seq) && presentMoment() - Date.parse(line.at) < RECALL_WITHIN;
  }

  offerRecall() {
    for (const { line, row } of this.shown.values()) {
      row.querySelector(".do-recall")?.toggleAttribute("hidden", !this.isRecallable(line));
    }
  }

  saySilent() {
    const note = document.createElement("p");
    note.className = "silent";
    note.textContent = words("silent-chat");
    lines.append(note);
  }
}

/** Returns a quoted line in a few words. */
export function quoteText(line) {
  if (!line.text && !line.picture) return words("recalled-quote");
  return words("said-by", { name: line.name, text: line.text || words("picture") });
}

/** Returns the time of a line as a list of conversations shows it. */
export function shortTime(line, timeOfDay) {
  const at = Date.parse(line.at);
  return dayOf(at) === dayOf(presentMoment()) ? timeOfDay(at) : dayOf(at);
}
