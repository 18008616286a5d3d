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
  form.addEventListener("submit", () => {
    const button = form.querySelector("button:not([type=button])");
    if (!button) return;
    setTimeout(() => {
      button.disabled = true;
      if (button.dataset.busy) button.textContent = button.dataset.busy;
    });
  });
  window.addEventListener("pageshow", () => form.querySelector("button[disabled]")?.removeAttribute("disabled"));
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

// What went wrong is read first.
document.getElementById("loi")?.focus();
