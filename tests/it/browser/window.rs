//! What a person does in a window: open, look, click, type, choose a file, go back.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::driver::{Driver, Refused};

/// The key under which the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How long a page may take to come.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(50);

/// Before what one sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// An office PC, 1366 × 768.
    Desk,
    /// The same with JavaScript switched off.
    DeskWithoutScript,
    /// A phone, 390 × 844.
    Phone,
}

/// A browser window. On a failed test it tells where it was.
pub struct Window {
    driver: Driver,
}

impl Window {
    /// A fresh browser.
    pub fn open(screen: Screen) -> Self {
        let desk = ["--window-size=1366,768"];
        let driver = match screen {
            Screen::Desk => Driver::start(&desk, &json!({})),
            Screen::DeskWithoutScript => {
                let off = json!({"prefs": {"profile.managed_default_content_settings.javascript": 2}});
                Driver::start(&desk, &off)
            }
            Screen::Phone => {
                let phone = json!({"width": 390, "height": 844, "pixelRatio": 3.0, "touch": true, "mobile": true});
                Driver::start(&[], &json!({"mobileEmulation": {"deviceMetrics": phone}}))
            }
        };
        Self { driver }
    }

    /// A fresh browser on an office PC whose camera shows a film (`.y4m`), over and over.
    pub fn with_camera(film: &Path) -> Self {
        let film = format!("--use-file-for-fake-video-capture={}", film.display());
        let camera =
            ["--window-size=1366,768", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", &film];
        Self { driver: Driver::start(&camera, &json!({})) }
    }

    /// Opens an address.
    pub fn go(&self, address: &str) {
        self.driver.post("/url", &json!({ "url": address })).unwrap();
    }

    /// Waits until something stands at a place.
    pub fn wait_for(&self, css: &str) {
        let begun = Instant::now();
        while self.count(css) == 0 {
            assert!(begun.elapsed() < PATIENCE, "nothing at {css}: {}", self.text());
            std::thread::sleep(PAUSE);
        }
    }

    /// The button of the browser.
    pub fn back(&self) {
        self.leaving(|| self.driver.post("/back", &json!({})).unwrap());
    }

    /// The address of the page.
    pub fn address(&self) -> String {
        text_of(self.driver.get("/url").unwrap())
    }

    /// The title of the page.
    pub fn title(&self) -> String {
        text_of(self.driver.get("/title").unwrap())
    }

    /// The text of the page that can be seen.
    pub fn text(&self) -> String {
        self.text_at("body")
    }

    /// The text that can be seen of the first element that matches.
    pub fn text_at(&self, css: &str) -> String {
        text_of(self.driver.get(&format!("/element/{}/text", self.find(css))).unwrap())
    }

    /// The texts of all elements that match.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let text = |element: &Value| {
            let id = element[ELEMENT].as_str().unwrap();
            text_of(self.driver.get(&format!("/element/{id}/text")).unwrap())
        };
        self.all(css).iter().map(text).collect()
    }

    /// How many elements match.
    pub fn count(&self, css: &str) -> usize {
        self.all(css).len()
    }

    /// A property such as `href` (resolved) or `value`.
    pub fn property(&self, css: &str, name: &str) -> String {
        text_of(self.driver.get(&format!("/element/{}/property/{name}", self.find(css))).unwrap())
    }

    /// Whether the first element that matches can be seen.
    pub fn shows(&self, css: &str) -> bool {
        self.driver.get(&format!("/element/{}/displayed", self.find(css))).unwrap().as_bool().unwrap()
    }

    /// Clicks something that leads to another page, and waits for that page.
    pub fn follow(&self, css: &str) {
        let element = self.find(css);
        self.leaving(|| self.driver.post(&format!("/element/{element}/click"), &json!({})).unwrap());
    }

    /// Ticks or presses something that leaves the page where it is.
    pub fn tick(&self, css: &str) {
        let element = self.find(css);
        self.driver.post(&format!("/element/{element}/click"), &json!({})).unwrap();
    }

    /// Writes into a field, over what is there.
    pub fn write(&self, css: &str, text: &str) {
        let element = self.find(css);
        self.driver.post(&format!("/element/{element}/clear"), &json!({})).unwrap();
        self.driver.post(&format!("/element/{element}/value"), &json!({ "text": text })).unwrap();
    }

    /// Presses keys where the cursor is, which lead to another page, and waits for that page.
    pub fn press_and_leave(&self, keys: &str) {
        // Each key goes to the element that has the cursor by then.
        let presses: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key.to_string()})))
            .collect();
        let actions = json!({"actions": [{"type": "key", "id": "keyboard", "actions": presses}]});
        self.leaving(|| self.driver.post("/actions", &actions).unwrap());
    }

    /// Types into whatever has the focus and presses Enter, as a scanner does, and waits for the page that comes.
    pub fn scan(&self, text: &str) {
        let active = self.driver.get("/element/active").unwrap();
        let element = text_of(active[ELEMENT].clone());
        let keys = json!({ "text": format!("{text}\u{e007}") });
        self.leaving(|| self.driver.post(&format!("/element/{element}/value"), &keys).unwrap());
    }

    /// The name of the field that has the focus.
    pub fn focused(&self) -> String {
        let body = json!({"script": "return document.activeElement.getAttribute('name') ?? ''", "args": []});
        text_of(self.driver.post("/execute/sync", &body).unwrap())
    }

    /// Presses the tabulator key so many times, then Enter, and waits for the page that comes.
    pub fn tab_and_enter(&self, times: usize) {
        let active = self.driver.get("/element/active").unwrap();
        let element = text_of(active[ELEMENT].clone());
        self.driver.post(&format!("/element/{element}/value"), &json!({ "text": "\u{e004}".repeat(times) })).unwrap();
        self.scan("");
    }

    /// Clicks a radio button or a box; the page stays.
    pub fn pick(&self, css: &str) {
        self.driver.post(&format!("/element/{}/click", self.find(css)), &json!({})).unwrap();
    }

    /// Chooses a line of a list by its value.
    pub fn choose(&self, css: &str, value: &str) {
        let option = self.find(&format!("{css} option[value=\"{value}\"]"));
        self.driver.post(&format!("/element/{option}/click"), &json!({})).unwrap();
        assert_eq!(self.property(css, "value"), value);
    }

    /// Chooses a file.
    pub fn attach(&self, css: &str, file: &Path) {
        let body = json!({"text": file.to_str().unwrap()});
        self.driver.post(&format!("/element/{}/value", self.find(css)), &body).unwrap();
    }

    /// Runs a script of the test and gives its number.
    pub fn measure(&self, expression: &str) -> f64 {
        let body = json!({"script": format!("return {expression}"), "args": []});
        self.driver.post("/execute/sync", &body).unwrap().as_f64().unwrap()
    }

    /// Runs a script of the test and gives what it returns.
    pub fn ask(&self, script: &str) -> Value {
        self.driver.post("/execute/sync", &json!({"script": script, "args": []})).unwrap()
    }

    /// Runs a script of the test that answers by calling `done`.
    pub fn ask_and_wait(&self, script: &str) -> Value {
        let script = format!("const done = arguments[arguments.length - 1]; {script}");
        self.driver.post("/execute/async", &json!({"script": script, "args": []})).unwrap()
    }

    /// Lets the browser ask for light letters on dark ground, or for dark ones on light.
    pub fn at_night(&self, night: bool) {
        let scheme = json!({"name": "prefers-color-scheme", "value": if night { "dark" } else { "light" }});
        let command = json!({"cmd": "Emulation.setEmulatedMedia", "params": {"features": [scheme]}});
        self.driver.post("/goog/cdp/execute", &command).unwrap();
    }

    /// Presses the tabulator key so many times.
    pub fn press_tab(&self, times: usize) {
        const TAB: &str = "\u{e004}";
        let key = |kind: &str| json!({"type": kind, "value": TAB});
        let keys: Vec<Value> = (0..times).flat_map(|_| [key("keyDown"), key("keyUp")]).collect();
        self.driver.post("/actions", &json!({"actions": [{"type": "key", "id": "keys", "actions": keys}]})).unwrap();
    }

    /// The cookies as a request carries them.
    pub fn cookies(&self) -> String {
        let cookies = self.driver.get("/cookie").unwrap();
        let pair = |cookie: &Value| format!("{}={}", text_of(cookie["name"].clone()), text_of(cookie["value"].clone()));
        cookies.as_array().unwrap().iter().map(pair).collect::<Vec<_>>().join("; ")
    }

    /// What the console complained of since it was last asked: errors of scripts, of the network, of the content security policy.
    pub fn complaints(&self) -> Vec<String> {
        let entries = self.driver.post("/se/log", &json!({"type": "browser"})).unwrap();
        let serious = |entry: &&Value| entry["level"] == "SEVERE" || entry["level"] == "WARNING";
        entries.as_array().unwrap().iter().filter(serious).map(Value::to_string).collect()
    }

    fn find(&self, css: &str) -> String {
        let found = self.all(css);
        let first = found.first().unwrap_or_else(|| panic!("nothing on the page matches {css}"));
        text_of(first[ELEMENT].clone())
    }

    fn all(&self, css: &str) -> Vec<Value> {
        let found = self.driver.post("/elements", &json!({"using": "css selector", "value": css})).unwrap();
        found.as_array().unwrap().clone()
    }

    /// Does something and waits until the page it was done on has gone and the next one has come.
    fn leaving<T>(&self, act: impl FnOnce() -> T) {
        let left = self.find("html");
        act();
        let since = Instant::now();
        loop {
            match self.driver.get(&format!("/element/{left}/name")) {
                Ok(_) => assert!(since.elapsed() < PATIENCE, "still on the same page"),
                Err(refused) if refused.means_gone() => break,
                Err(refused) => panic!("{refused:?}"),
            }
            std::thread::sleep(PAUSE);
        }
        while self.count("body > *") == 0 {
            assert!(since.elapsed() < PATIENCE, "an empty page");
            std::thread::sleep(PAUSE);
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let told = |answer: Result<Value, Refused>| answer.map_or_else(|refused| refused.message, text_of);
            eprintln!("the window was at {}", told(self.driver.get("/url")));
            let body = self.driver.post("/element", &json!({"using": "css selector", "value": "body"}));
            let id = body.map(|body| text_of(body[ELEMENT].clone())).unwrap_or_default();
            eprintln!("and read\n{}", told(self.driver.get(&format!("/element/{id}/text"))));
        }
    }
}

fn text_of(value: Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
