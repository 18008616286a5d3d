// The camera reads the code of a card: the browser itself where it can, otherwise the server, one small picture after another.
const field = document.getElementById("quet");
const button = document.getElementById("mo-camera");
const place = document.getElementById("khung-camera");
const KEPT = "camera";
const LONGEST_SIDE = 1280;
const MOST_FAILURES = 5;

function told(text) {
  document.getElementById("camera-noi").textContent = text;
}

// What finds the text of a code in the video, or null.
async function reader() {
  const formats = "BarcodeDetector" in window ? await window.BarcodeDetector.getSupportedFormats() : [];
  return formats.includes("qr_code") ? { find: ofBrowser(), pause: 150 } : { find: ofServer(), pause: 400 };
}

function ofBrowser() {
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
}

function ofServer() {
  const canvas = document.createElement("canvas");
  return async (video) => {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    const form = new FormData();
    form.append("csrf", field.form.elements.csrf.value);
    form.append("tep", picture, "khung.jpg");
    const answer = await fetch(button.dataset.frames, { method: "POST", body: form });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.status === 200 ? answer.text() : null;
  };
}

// `away`: whether no card is in front of the camera any more. After a scan the same card still is, and is not sent again.
async function open(away) {
  button.disabled = true;
  told("Đưa mã QR của thẻ vào khung hình.");
  const { find, pause } = await reader();
  const wanted = { facingMode: "environment", width: { ideal: LONGEST_SIDE }, height: { ideal: 720 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  place.replaceChildren(video);
  place.hidden = false;
  await video.play();
  sessionStorage.setItem(KEPT, "1");
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  window.addEventListener("pagehide", stop);
  let failures = 0;
  const look = async () => {
    try {
      const text = await find(video);
      failures = 0;
      if (!text) away = true;
      if (text && away) {
        stop();
        field.value = text;
        field.form.requestSubmit();
        return;
      }
    } catch {
      failures += 1;
      if (failures === MOST_FAILURES) {
        stop();
        failed("Không đọc được hình từ camera. Tải lại trang rồi thử lại, hoặc dùng máy quét.");
        return;
      }
    }
    setTimeout(look, pause);
  };
  look();
}

function failed(text) {
  sessionStorage.removeItem(KEPT);
  place.hidden = true;
  button.disabled = false;
  told(text);
}

if (button && field && place && navigator.mediaDevices?.getUserMedia) {
  button.hidden = false;
  const refused = () =>
    failed("Không mở được camera. Cho phép trang này dùng camera, hoặc chụp ảnh thẻ, hoặc dùng máy quét.");
  button.addEventListener("click", () => open(true).catch(refused));
  if (sessionStorage.getItem(KEPT)) open(false).catch(refused);
}
