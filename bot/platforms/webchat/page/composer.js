// Where one writes: @, quote, picture; Enter sends, Esc takes the quote away.

import { quoteText } from "./talk.js";
import { words } from "./words.js";

const LARGEST_SIDE = 1600; // pixels
const QUALITY = 0.85;

const form = document.getElementById("composer");
const text = document.getElementById("text");
const suggest = document.getElementById("suggest");
const quote = document.getElementById("quote");
const picture = document.getElementById("picture");
const pictureShown = document.getElementById("picture-shown");
const file = document.getElementById("file");
const mention = document.getElementById("mention");

export class Composer {
  /** `say` is called with text, quoted line and picture name; `complain` with the name of a sentence. */
  constructor({ say, complain }) {
    Object.assign(this, { say, complain });
    this.drafts = new Map();
    this.place = null;
    this.quoted = null;
    this.blob = null;
    form.onsubmit = (event) => {
      event.preventDefault();
      this.submit();
    };
    text.onkeydown = (event) => this.key(event);
    text.oninput = () => this.edited();
    mention.onclick = () => this.mentionBot();
    document.getElementById("take-mention").onclick = () => this.takeSuggestion();
    document.getElementById("drop-quote").onclick = () => this.answer(null);
    document.getElementById("drop-picture").onclick = () => this.attach(null);
    file.onchange = () => this.take(file.files[0]);
  }

  /** Turns to a conversation; what was half written in another waits there. */
  open(place, { inGroup }) {
    if (this.place !== null) this.drafts.set(this.place, text.value);
    this.place = place;
    this.inGroup = inGroup;
    mention.hidden = !inGroup;
    document.getElementById("hint").hidden = !inGroup;
    text.placeholder = words(inGroup ? "say-in-group" : "say-in-private");
    this.answer(null);
    this.attach(null);
    this.fill(this.drafts.get(place) ?? "");
  }

  /** Puts *words* into the field, ready to be sent. */
  fill(written) {
    text.value = written;
    text.setSelectionRange(written.length, written.length);
    this.edited();
  }

  focus() {
    text.focus();
  }

  /** Quotes a line, or none. */
  answer(line) {
    this.quoted = line;
    quote.hidden = line === null;
    if (line !== null) {
      document.getElementById("quote-text").textContent = quoteText(line);
      text.focus();
    }
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (suggest.hidden) this.submit();
      else this.takeSuggestion();
    } else if (event.key === "Tab" && !event.shiftKey && !suggest.hidden) {
      event.preventDefault();
      this.takeSuggestion();
    } else if (event.key === "Escape") {
      if (!suggest.hidden) suggest.hidden = true;
      else this.answer(null);
    }
  }

  edited() {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
    suggest.hidden = !this.inGroup || !/[@\uff20]$/.test(text.value.slice(0, text.selectionStart));
  }

  mentionBot() {
    const name = words("mention");
    if (!text.value.includes(name)) this.fill(`${name} ${text.value}`);
    text.focus();
  }

  takeSuggestion() {
    const caret = text.selectionStart;
    const before = `${text.value.slice(0, caret - 1)}${words("mention")} `;
    text.value = before + text.value.slice(caret);
    text.setSelectionRange(before.length, before.length);
    this.edited();
    text.focus();
  }

  async submit() {
    const written = text.value.trim();
    if ((!written && this.blob === null) || this.sending) return;
    this.sending = true;
    try {
      const name = this.blob === null ? null : await upload(this.blob);
      this.say(written, this.quoted, name);
      this.answer(null);
      this.attach(null);
      this.fill("");
    } catch {
      this.complain("picture-unsent");
    } finally {
      this.sending = false;
    }
  }

  /** Draws the chosen file anew: upright, not too large, and without anything but what can be seen. */
  async take(chosen) {
    file.value = "";
    try {
      const drawn = await createImageBitmap(chosen, { imageOrientation: "from-image" });
      const scale = Math.min(1, LARGEST_SIDE / Math.max(drawn.width, drawn.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(drawn.width * scale);
      canvas.height = Math.round(drawn.height * scale);
      canvas.getContext("2d").drawImage(drawn, 0, 0, canvas.width, canvas.height);
      this.attach(await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY)));
      text.focus();
    } catch {
      this.complain("picture-bad");
    }
  }

  attach(blob) {
    if (pictureShown.src) URL.revokeObjectURL(pictureShown.src);
    this.blob = blob;
    picture.hidden = blob === null;
    if (blob === null) pictureShown.removeAttribute("src");
    else pictureShown.src = URL.createObjectURL(blob);
  }
}

async function upload(blob) {
  const answer = await fetch("/chat/pictures", { method: "POST", body: blob });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).picture;
}
