// A file that is pasted or dropped into the box goes into the form's own fields, and is named there.

const KB = 1024;
const size = (bytes) => (bytes < KB * KB ? `${Math.ceil(bytes / KB)} KB` : `${(bytes / KB / KB).toFixed(1)} MB`);

const fieldsIn = (form) => [...form.querySelectorAll("input[type=file][name^=attachment-]")];

const told = (field) => {
  const row = field.closest(".file-row");
  const [file] = field.files;
  const is_picture = file?.type.startsWith("image/") ?? false;
  row.querySelector("[data-file-name]").textContent = file ? `${file.name}, ${size(file.size)}` : "";
  row.querySelector("[data-file-picture]").hidden = !is_picture;
  return file ? `${file.name}, ${size(file.size)}` : "";
};

const add = (form, files) => {
  const free = fieldsIn(form).filter((field) => !field.files.length);
  const added = [...files].slice(0, free.length).map((file, index) => {
    const carrier = new DataTransfer();
    carrier.items.add(file);
    free[index].files = carrier.files;
    return told(free[index]);
  });
  const fold = form.querySelector("#attachments");
  fold.open = true;
  const status = form.querySelector("[data-files-status]");
  const left = files.length - added.length;
  status.textContent = [...added, left ? status.dataset.full : status.dataset.added].join(" · ");
};

for (const box of document.querySelectorAll("textarea[data-editor]")) {
  if (!box.form || !fieldsIn(box.form).length) continue;
  for (const field of fieldsIn(box.form)) field.addEventListener("change", () => told(field));
  box.addEventListener("paste", (event) => {
    // Words that were copied from a page or a document may bring a picture of themselves along.
    const { files, types } = event.clipboardData;
    if (!files.length || types.includes("text/plain")) return;
    event.preventDefault();
    add(box.form, files);
  });
  box.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  box.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    add(box.form, event.dataTransfer.files);
  });
}
