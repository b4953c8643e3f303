// What already works, made shorter: closing menus, finding the first mistake, counting characters.

const menus = [...document.querySelectorAll("details[data-menu]")];

const closeMenus = (except) => {
  for (const menu of menus) if (menu !== except) menu.open = false;
};

for (const menu of menus) {
  menu.addEventListener("toggle", () => {
    if (menu.open) closeMenus(menu);
  });
}

if (menus.length) {
  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details[data-menu]"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = menus.find((menu) => menu.open);
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}

document.querySelector("[data-focus]")?.focus();

for (const note of document.querySelectorAll("[data-count]")) {
  const field = document.getElementById(note.dataset.count);
  const most = Number(note.dataset.countMost);
  if (!field || !most) continue;
  const told = document.createElement("span");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  note.after(told);
  let later;
  field.addEventListener("input", () => {
    // As the site counts: a letter with its accent, or an emoji, is one.
    const left = most - [...field.value.normalize("NFC")].length;
    note.textContent = `${left} ${note.dataset.countLeft}`;
    clearTimeout(later);
    later = setTimeout(() => {
      if (left <= most / 10) told.textContent = note.textContent;
    }, 1000);
  });
}
