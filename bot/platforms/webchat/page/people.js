// Who one plays, and that person's conversations.

import { shortTime } from "./talk.js";
import { copyOf, signOf, timeOfDay, words } from "./words.js";

const ROLES = ["voter", "deputy", "staff", "head", "presidium", "unit", "county"];

const select = document.getElementById("me");
const list = document.getElementById("chats");
const drawn = new Map(); // chat -> its row; kept, so that a click is not lost when a line comes in the middle of it

/** Fills the choice of persons, grouped by role, with the messages that wait for each. */
export function showPersons(persons, waiting, me) {
  const groups = ROLES.map((role) => {
    const group = document.createElement("optgroup");
    group.label = words(`role-${role}`);
    const here = [...persons.values()].filter((person) => mainRole(person) === role);
    group.append(...here.map((person) => option(person, person.id === me ? 0 : (waiting.get(person.id) ?? 0))));
    return group;
  });
  const nobody = new Option(words("nobody"), "");
  nobody.disabled = true;
  select.replaceChildren(nobody, ...groups.filter((group) => group.children.length));
  select.value = me ?? "";
}

/** Returns the person's name with all that he is. */
export function nameWithRoles(person) {
  const roles = person.roles.map((role) => words(`role-${role}`)).join(words("joint"));
  return words("person-with-roles", { name: person.name, roles });
}

/** Fills the list of conversations, those last spoken in first. */
export function showChats(chats, { open, newest, unseen, visit }) {
  const latest = (chat) => newest.get(chat.id)?.seq ?? 0;
  const rows = [...chats].sort((one, other) => latest(other) - latest(one)).map((chat) => {
    const row = drawn.get(chat.id) ?? copyOf("chat-row");
    drawn.set(chat.id, row);
    const button = row.querySelector("button");
    const last = newest.get(chat.id);
    const count = unseen.get(chat.id) ?? 0;
    const avatar = row.querySelector(".avatar");
    const badge = row.querySelector(".badge");
    button.dataset.chat = chat.id;
    button.onclick = () => visit(chat.id);
    button.ariaCurrent = chat.id === open ? "true" : null;
    avatar.textContent = chat.scope === "group" ? [...chat.name][0] : words("bot-sign");
    avatar.dataset.role = chat.scope === "group" ? "group" : "bot-tag";
    row.querySelector(".name").textContent = chat.scope === "group" ? chat.name : words("direct-name");
    row.querySelector("time").textContent = last ? shortTime(last, timeOfDay) : "";
    row.querySelector(".last").textContent = last ? preview(last, chat) : "";
    badge.hidden = !count;
    badge.textContent = count > 99 ? "99+" : count;
    badge.ariaLabel = words("unread", { count });
    return row;
  });
  if (rows.length === list.children.length && rows.every((row, place) => row === list.children[place])) return;
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  list.replaceChildren(...rows);
  focused?.focus();
}

/** Returns the role under which a person stands in the choice. */
export function mainRole(person) {
  return person.roles.includes("head") ? "head" : person.roles[0];
}

function option(person, count) {
  const extra = person.roles.length > 1 ? nameWithRoles(person) : person.name;
  return new Option(count ? words("person-waiting", { person: extra, count }) : extra, person.id);
}

function preview(line, chat) {
  if (line.erased) return words("erased");
  if (line.recalled) return words("recalled", { name: line.name });
  const text = line.text || words("picture");
  return chat.scope === "group" ? words("said-by", { name: line.name, text }) : text;
}
