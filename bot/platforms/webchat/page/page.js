// Joins the parts: who one is, which conversation is open, and the frames that come and go.

import { hearArrival, hearClock, presentMoment, startClock } from "./clock.js";
import { Composer } from "./composer.js";
import { connect } from "./live.js";
import { mainRole, nameWithRoles, showChats, showPersons } from "./people.js";
import { Talk } from "./talk.js";
import { words } from "./words.js";

const TOAST_FOR = 5000;

const persons = new Map();
const chats = new Map();
const waiting = new Map(); // person -> messages of the bot not read yet
const unsaid = new Map(); // id -> {person, frame} until it is acknowledged
const seenUpTo = new Map(); // chat -> seq of the last line looked at
let newest = new Map();
let unseen = new Map();
let me = sessionStorage.getItem("me");
let open = null;
let after = null; // what to do once the server knows who one is

const at = (id) => document.getElementById(id);

// The token is in the cookie now: out of the address, so that nobody reads it over a shoulder.
history.replaceState(null, "", "/chat");

const talk = new Talk({
  persons,
  quote: (line) => composer.answer(line),
  recall: (line) => live.send({ do: "recall", id: line.id }),
  choose: (line, digit) => say(String(digit), line, null),
  turn: (before) => live.send({ do: "turn", chat: open, before }),
  look: saw,
});
const composer = new Composer({ say, complain: (sentence) => toast(words(sentence)) });
startClock({ forward: (to) => live.send({ do: "forward", to }) });
const live = connect({ hear: (frame) => HEAR[frame.is](frame), change: connection });

const HEAR = {
  clock: hearClock,
  arrived({ came }) {
    hearArrival(came, nameOfChat, visitAnybody);
    showList(); // what came is of today now
  },
  welcome(frame) {
    refill(persons, frame.persons.map((person) => [person.id, person]));
    refill(chats, frame.chats.map((chat) => [chat.id, chat]));
    refill(waiting, Object.entries(frame.waiting));
    for (const { person, frame: said } of unsaid.values()) {
      live.send({ do: "be", person });
      live.send(said);
    }
    if (me && persons.has(me)) be(me);
    else showPeople();
    showGuide();
  },
  you(frame) {
    if (frame.person !== me) return;
    newest = new Map(Object.entries(frame.newest));
    unseen = new Map(Object.entries(frame.unseen));
    seenUpTo.clear();
    showPeople();
    const next = after;
    after = null;
    if (next) next();
    else if (open) live.send({ do: "turn", chat: open });
    showList();
    at("chats").ariaBusy = "false";
  },
  page(frame) {
    if (frame.chat === open) talk.page(frame);
  },
  line({ line }) {
    const known = newest.get(line.chat);
    if (!known || line.seq >= known.seq) newest.set(line.chat, line);
    if (line.chat === open) {
      talk.add(line);
      talk.mark(line.id, { pending: unsaid.has(line.id) });
    }
    const isNews = line.author !== me && !line.recalled && line.chat !== seenNow();
    if (isNews) unseen.set(line.chat, (unseen.get(line.chat) ?? 0) + 1);
    showList();
  },
  stirred({ chat }) {
    const [person] = chats.get(chat).members;
    const count = (waiting.get(person) ?? 0) + 1;
    waiting.delete(person); // the newest goes last
    waiting.set(person, count);
    showPeople();
  },
  read({ person }) {
    waiting.delete(person);
    showPeople();
  },
  said({ id }) {
    unsaid.delete(id);
    talk.mark(id, { pending: false });
  },
  refused({ why, about }) {
    if (unsaid.delete(about)) talk.remove(about);
    toast(words(`refused-${why}`));
  },
};

at("me").onchange = (event) => be(event.target.value);
at("open-guide").onclick = () => leave("guide");
at("back").onclick = () => leave("chats");
document.onvisibilitychange = () => open && talk.tellLooked();

/** Plays that person from now on, then does *then*, or stays in a conversation both are in. */
function be(person, then = null) {
  const changed = person !== me;
  me = person;
  after = then;
  sessionStorage.setItem("me", person);
  if (!then && open && !chats.get(open)?.members.includes(me)) leave();
  if (!then && open && changed) enter(open);
  if (!then && !open) view("chats");
  at("chats").ariaBusy = "true"; // until the server has told what waits in each
  showList();
  live.send({ do: "be", person });
}

function visit(chat) {
  enter(chat);
  live.send({ do: "turn", chat });
  composer.focus();
  showList();
}

function enter(chat) {
  const { scope, name, members } = chats.get(chat);
  const inGroup = scope === "group";
  open = chat;
  talk.open(chat, me);
  composer.open(`${me} ${chat}`, { inGroup });
  at("talk-name").textContent = inGroup ? name : words("direct-name");
  at("talk-about").textContent = inGroup
    ? words("group-about", { count: members.length })
    : words("direct-about", { name: persons.get(me).name });
  view("talk");
}

/** Opens a conversation as whoever takes part in it, oneself if possible. */
function visitAnybody(chat) {
  const { members, deputy } = chats.get(chat);
  if (members.includes(me)) visit(chat);
  else be(deputy ?? members[0], () => visit(chat));
}

function leave(where = "chats") {
  open = null;
  view(where);
  showList();
  if (where === "guide") at("guide").focus();
}

function view(name) {
  document.body.dataset.view = name;
  at("talk").hidden = name !== "talk";
  at("guide").hidden = name === "talk";
}

function say(text, quoted, picture) {
  const id = `webchat:${crypto.randomUUID()}`;
  const frame = { do: "say", id, chat: open, text, quote: quoted?.id ?? null, picture };
  unsaid.set(id, { person: me, frame });
  talk.add({ ...frame, ...unsent(), quoted, author: me, name: persons.get(me).name });
  talk.mark(id, { pending: true });
  live.send(frame);
}

/** Returns what a line has before the chat has given it a place. */
function unsent() {
  return { seq: 0, at: new Date(presentMoment()).toISOString(), choices: [], mention: null, recalled: false };
}

function saw(seq) {
  if (seenUpTo.get(open) >= seq) return;
  seenUpTo.set(open, seq);
  unseen.delete(open);
  live.send({ do: "see", chat: open, seq });
  showList();
}

function seenNow() {
  return document.visibilityState === "visible" ? open : null;
}

function nameOfChat(id) {
  const chat = chats.get(id);
  return chat.scope === "group" ? chat.name : nameWithRoles(persons.get(chat.members[0]));
}

function showPeople() {
  showPersons(persons, waiting, me);
  const [person, count] = [...waiting].findLast(([one]) => one !== me && persons.has(one)) ?? [];
  const button = at("someone");
  button.hidden = !person || !me;
  if (button.hidden) return;
  button.textContent = words("someone-waiting", { person: nameWithRoles(persons.get(person)), count });
  button.onclick = () => be(person, () => visit(`person/${person}`));
}

function showList() {
  const mine = [...chats.values()].filter((chat) => chat.members.includes(me));
  at("no-chats").hidden = Boolean(mine.length);
  showChats(mine, { open, newest, unseen, visit });
}

/** Fills each card of the guide with a person and a conversation to try it in. */
function showGuide() {
  const groups = [...chats.values()].filter((chat) => chat.scope === "group" && chat.deputy);
  const ofRole = (role) => [...persons.values()].filter((person) => mainRole(person) === role);
  const voter = ofRole("voter").find((one) => groups.some((group) => group.members.includes(one.id)));
  const group = groups.find((one) => one.members.includes(voter?.id));
  const chosen = { voter, deputy: persons.get(group?.deputy) ?? ofRole("deputy")[0], head: ofRole("head")[0] };
  for (const card of document.querySelectorAll(".cards > li")) {
    const person = chosen[card.dataset.role];
    const chat = card.dataset.chat === "group" ? group?.id : `person/${person?.id}`;
    card.hidden = !person || !chats.has(chat);
    if (card.hidden) continue;
    card.querySelector("[data-name]").textContent = person.name;
    card.querySelector("button").onclick = () =>
      be(person.id, () => {
        visit(chat);
        composer.fill(card.dataset.text);
      });
  }
}

function connection(state) {
  at("offline").hidden = state === "open";
  const said = state === "open" ? "" : words(state === "locked" ? "locked" : "offline");
  if (at("offline").textContent !== said) at("offline").textContent = said; // once: the same again would be read out again
}

function toast(sentence) {
  at("toast").textContent = sentence;
  clearTimeout(toast.over);
  toast.over = setTimeout(() => (at("toast").textContent = ""), TOAST_FOR);
}

function refill(map, entries) {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
