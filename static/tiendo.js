// Niceties only: every page works without this file.

// Copy a sentence to paste it into a dispatch.
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent.trim());
    button.textContent = "Đã chép";
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

// A form that takes a while is sent once.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter ?? form.querySelector("button:not([type=button])");
    if (!button) return;
    setTimeout(() => {
      button.disabled = true;
      if (button.dataset.busy) button.textContent = button.dataset.busy;
    });
  });
  window.addEventListener("pageshow", () => form.querySelector("button[disabled]")?.removeAttribute("disabled"));
}

// A file that is too big is told before it is sent.
for (const input of document.querySelectorAll("input[type=file][data-most]")) {
  input.addEventListener("change", () => {
    const most = Number(input.dataset.most);
    const big = [...input.files].some((file) => file.size > most);
    input.setCustomValidity(big ? `Tệp lớn hơn ${most / 1048576} MB, hệ thống không nhận. Hãy nén hoặc quét lại rồi chọn tệp khác.` : "");
    input.reportValidity();
  });
}

// How far a file has been read; then its page as it is by then.
for (const place of document.querySelectorAll("[data-events]")) {
  const events = new EventSource(place.dataset.events);
  events.addEventListener("progress", ({ data }) => {
    const { rows } = JSON.parse(data);
    place.textContent = rows ? `Đang đọc… ${rows.toLocaleString("vi-VN")} dòng` : "Đang đọc…";
  });
  events.addEventListener("done", () => { events.close(); location.reload(); });
}

// The grid: Enter goes down, a block copied from a spreadsheet spreads over the cells.
for (const form of document.querySelectorAll("[data-grid]")) {
  const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input:not([type=checkbox])")]);
  const place = (cell) => {
    const row = rows.findIndex((cells) => cells.includes(cell));
    return row < 0 ? null : [row, rows[row].indexOf(cell)];
  };
  form.addEventListener("keydown", (event) => {
    const at = event.key === "Enter" && place(event.target);
    if (!at) return;
    event.preventDefault();
    const next = rows[at[0] + (event.shiftKey ? -1 : 1)]?.[at[1]];
    if (next) { next.focus(); next.select(); }
  });
  form.addEventListener("paste", (event) => {
    const at = place(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!at || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    text.trimEnd().split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((value, right) => {
      const cell = rows[at[0] + down]?.[at[1] + right];
      if (cell && !cell.disabled) cell.value = value.trim();
    }));
  });
}

// What went wrong is read first.
document.getElementById("loi")?.focus();
