// Words as they are typed: in this browser at once, and on the site some seconds later. What the
// site has, this browser forgets. Nothing here stands in the way of sending.

const page = document.querySelector("script[data-drafts]").dataset;
const KEPT_FOR = 24 * 60 * 60 * 1000;
const LATER = 3000;
const MARK = "words ";
const OWN = `${MARK}${page.member} `;

const here = {
  names: () => Object.keys(localStorage).filter((name) => name.startsWith(MARK)),
  read: (name) => JSON.parse(localStorage.getItem(name)),
  keep: (name, what) => localStorage.setItem(name, JSON.stringify(what)),
  forget: (name) => localStorage.removeItem(name),
};

const tried = (act) => {
  try {
    return act();
  } catch {
    return undefined; // No room, or storage is forbidden: the site still keeps the words.
  }
};

const TOKEN = "csrfmiddlewaretoken";
const wordsIn = (form) =>
  [...new FormData(form)].filter(([name, value]) => name !== TOKEN && typeof value === "string");

// Textareas say "\n"; what is sent says "\r\n".
const plain = (text) => text.replaceAll("\r\n", "\n");

const save = async (words, more = {}) => {
  const token = document.querySelector(`[name=${TOKEN}]`).value;
  const body = new URLSearchParams([[TOKEN, token], ...words]);
  const headers = { Accept: "application/json" };
  const answer = await fetch(page.drafts, { method: "POST", body, headers, redirect: "error", ...more });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
};

const fill = (form, words) => {
  const before = new FormData(form);
  const said = (name) => words.filter((each) => each[0] === name).map((each) => each[1]);
  for (const field of form.elements) {
    if (!field.name || ["hidden", "file", "submit"].includes(field.type)) continue;
    const values = said(field.name);
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
    if (values[0] && values[0] !== before.get(field.name)) {
      field.closest("details")?.setAttribute("open", "");
    }
  }
  return wordsIn(form).some(([name, value]) => name !== "draft" && before.get(name) !== value);
};

class Writing {
  constructor(field) {
    this.form = field.form;
    this.field = field;
    this.status = this.form.querySelector("[data-draft-status]");
    this.name = `${OWN}${field.dataset.place} ${this.form.elements.form_key.value}`;
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", () => this.leaves());
    addEventListener("visibilitychange", () => document.hidden && this.now({ keepalive: true }));
    addEventListener("pagehide", () => this.now({ keepalive: true }));
    addEventListener("pageshow", () => (this.sending = false));
  }

  changed() {
    this.sending = false;
    this.isNew = true;
    this.keep();
    clearTimeout(this.later);
    this.later = setTimeout(() => this.now(), LATER);
  }

  keep(more) {
    tried(() => here.keep(this.name, { at: Date.now(), words: wordsIn(this.form), ...more }));
  }

  leaves() {
    clearTimeout(this.later);
    this.underWay?.abort();
    this.sending = true;
    this.keep({ sent: true });
  }

  async now(more) {
    if (!this.isNew || this.sending) return;
    clearTimeout(this.later);
    this.isNew = false;
    this.underWay = new AbortController();
    try {
      await save(wordsIn(this.form), { signal: this.underWay.signal, ...more });
      if (!this.isNew && !this.sending) tried(() => here.forget(this.name));
      this.say(page.kept);
    } catch {
      if (this.sending) return;
      this.isNew = true;
      this.say(page.onlyHere);
    }
  }

  beginWith({ words, sent }, draft) {
    const { elements } = this.form;
    const before = Object.fromEntries(words);
    // What was on its way goes on its way again: the same form makes one thing only.
    if (sent) elements.form_key.value = before.form_key;
    this.field.value = draft || before.draft;
    if (fill(this.form, words)) this.say(page.back);
  }

  holds(words) {
    const said = this.form.elements.content.value;
    return said !== "" && words.some(([name, value]) => name === "content" && plain(value) === said);
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}

// Words that the site did not get: to it now, and into the box that they are for.
const bringBack = async (writings) => {
  const found = here.names().map((name) => [name, here.read(name)]);
  found.sort(([, one], [, other]) => other.at - one.at);
  const filled = new Set();
  for (const [name, kept] of found) {
    if (!name.startsWith(OWN) || kept.at < Date.now() - KEPT_FOR) {
      here.forget(name);
      continue;
    }
    const place = name.slice(OWN.length).split(" ")[0];
    const writing = writings.find(({ field }) => field.dataset.place === place);
    let answer = {};
    try {
      answer = await save(kept.words);
      here.forget(name);
    } catch {
      // It stays here until the site can be reached.
    }
    if (!writing || filled.has(writing) || writing.isNew) continue;
    if (answer.sent) {
      // This page was made before they had arrived: it still offers to send them.
      if (writing.holds(kept.words)) location.reload();
      continue;
    }
    filled.add(writing);
    writing.beginWith(kept, answer.draft);
    if (answer.draft === undefined) writing.changed();
  }
};

if (page.member) {
  const writings = [...document.querySelectorAll("input[name=draft]")].map((field) => new Writing(field));
  tried(() => localStorage.length) && bringBack(writings).catch(() => {});
}
