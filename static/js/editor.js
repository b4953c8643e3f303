// Buttons above a box for Markdown. The page brings them, translated, in <template data-editor-tools>.

const tools = document.querySelector("template[data-editor-tools]");

const put = (box, from, to, text) => {
  box.focus();
  box.setSelectionRange(from, to);
  // The old command keeps the browser's own undo; setRangeText stands in where it is gone.
  if (!document.execCommand?.("insertText", false, text)) box.setRangeText(text, from, to, "end");
};

const wrap = (box, { before, after, words }) => {
  const { selectionStart: from, selectionEnd: to, value } = box;
  const chosen = value.slice(from, to) || words;
  put(box, from, to, before + chosen + after);
  const start = from + before.length;
  box.setSelectionRange(start, start + chosen.length);
};

const mark = (box, { line }) => {
  const { selectionEnd: to, value } = box;
  const from = value.lastIndexOf("\n", box.selectionStart - 1) + 1;
  const lines = value.slice(from, to).split("\n");
  const marked = lines.every((each) => each.startsWith(line));
  const text = lines.map((each) => (marked ? each.slice(line.length) : line + each)).join("\n");
  put(box, from, to, text);
  box.setSelectionRange(from + text.length, from + text.length);
};

const use = (box, { dataset }) => (dataset.line ? mark(box, dataset) : wrap(box, dataset));

// Whether somebody wants the keys: in a cookie, because signing out empties the storage.
const OFF = "editor-keys=off";
const areOn = () => !document.cookie.split("; ").includes(OFF);
const set = (on) => {
  document.cookie = `${OFF}; Path=/; SameSite=Lax; Max-Age=${on ? 0 : 365 * 24 * 60 * 60}`;
};

for (const box of tools ? document.querySelectorAll("textarea[data-editor]") : []) {
  const bar = tools.content.firstElementChild.cloneNode(true);
  const keys = bar.querySelector("[data-keys]");
  const buttons = [...bar.querySelectorAll("button")].filter((button) => button !== keys);
  const show = () => keys.setAttribute("aria-pressed", areOn());
  show();
  box.before(bar);
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button === keys) {
      set(!areOn());
      show();
    } else if (button) {
      use(box, button);
    }
  });
  box.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !areOn()) return;
    const button = buttons.find(({ dataset }) => dataset.key === event.key);
    if (!button && event.key !== "Enter") return;
    event.preventDefault();
    if (button) use(box, button);
    else box.form.requestSubmit();
  });
}
