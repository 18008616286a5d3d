// The pages follow what is typed; without this they follow what is saved.
const form = document.getElementById("van-ban");
const sheets = document.getElementById("ban-in");
let waiting, asked = 0;
form?.addEventListener("input", () => {
  sheets.classList.add("stale");
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const turn = ++asked;
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (turn !== asked || !answer.ok) return;
    const at = sheets.scrollTop;
    sheets.innerHTML = await answer.text();
    sheets.scrollTop = at;
    sheets.classList.remove("stale");
  }, 600);
});
