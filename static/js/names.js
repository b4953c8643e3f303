// Names to choose from while somebody types @ and a few letters. The page brings a place for them, hidden.

const typed = /(?<![\p{L}\p{N}_.+/@-])@([\p{L}\p{N}][\p{L}\p{M}\p{N}'’ -]{1,60})$/u;

for (const place of document.querySelectorAll("[data-names]")) {
  const box = document.getElementById(place.dataset.for);
  const list = place.querySelector("[role=group]");
  const said = place.querySelector("[role=status]");
  let wait, asked, nobody;

  const begun = () => box.value.slice(0, box.selectionStart).match(typed)?.[1];

  const hide = () => {
    list.replaceChildren();
    said.textContent = "";
    list.hidden = true;
  };

  const choose = (name) => {
    const to = box.selectionStart;
    const from = to - (begun() ?? "").length;
    hide();
    box.focus();
    box.setSelectionRange(from, to);
    const text = `${name} `;
    if (!document.execCommand?.("insertText", false, text)) box.setRangeText(text, from, to, "end");
    hide();
    nobody = name;
  };

  const show = (names) => {
    list.replaceChildren(
      ...names.map((name) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button--plain button--small";
        button.textContent = `@${name}`;
        button.dir = "auto";
        button.addEventListener("click", () => choose(name));
        return button;
      }),
    );
    list.hidden = !names.length;
    said.textContent = names.length ? place.dataset.said : "";
  };

  const ask = async (words) => {
    const address = new URL(place.dataset.names, location.href);
    address.searchParams.set("q", words);
    asked = words;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const { names } = answer.ok ? await answer.json() : { names: [] };
      if (asked !== words || begun() !== words) return;
      if (!names.length) nobody = words;
      show(names);
    } catch {
      hide();
    }
  };

  box?.addEventListener("input", () => {
    clearTimeout(wait);
    const words = begun();
    // Where nobody was found, more letters find nobody either.
    if (!words || (nobody && words.startsWith(nobody))) return hide();
    wait = setTimeout(ask, 200, words);
  });
  for (const part of [box, list]) {
    part?.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || list.hidden) return;
      event.preventDefault();
      hide();
      box.focus();
    });
  }
}
