// The camera reads the code of a card where the browser can; without it a photo or a scanner does the same.
const field = document.getElementById("quet");
const button = document.getElementById("mo-camera");
const place = document.getElementById("khung-camera");
const KEPT = "camera";

async function able() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return false;
  return (await window.BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

function told(text) {
  document.getElementById("camera-noi").textContent = text;
}

// `away`: whether no card is in front of the camera any more. After a scan the same card still is, and is not sent again.
async function open(away) {
  button.disabled = true;
  told("Đưa mã QR của thẻ vào khung hình.");
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
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
  const look = async () => {
    const [code] = await detector.detect(video).catch(() => []);
    if (!code) away = true;
    if (code?.rawValue && away) {
      stop();
      field.value = code.rawValue;
      field.form.requestSubmit();
      return;
    }
    setTimeout(look, 150);
  };
  look();
}

if (button && field && place && await able()) {
  button.hidden = false;
  const failed = () => {
    sessionStorage.removeItem(KEPT);
    button.disabled = false;
    told("Không mở được camera. Cho phép trang này dùng camera, hoặc chụp ảnh thẻ, hoặc dùng máy quét.");
  };
  button.addEventListener("click", () => open(true).catch(failed));
  if (sessionStorage.getItem(KEPT)) open(false).catch(failed);
}
