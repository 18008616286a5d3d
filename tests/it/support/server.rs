//! The whole application on a free port of this machine.

use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{HttpServer, rt::System, web};
use chrono::{DateTime, Utc};
use serde_json::Value;
use tiendo::store::Db;
use tiendo::web::AppState;
use ureq::http::Response;
use ureq::unversioned::multipart::{Form, Part};
use ureq::{Agent, Body};

/// A server that ends with the test.
pub struct TestServer {
    /// Where it listens.
    pub address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
    agent: Agent,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Media type.
    pub content_type: String,
    /// The body as JSON; null where it is none.
    pub json: Value,
    /// The body as text.
    pub text: String,
    /// Headers in lower case.
    pub headers: Vec<(String, String)>,
}

impl TestServer {
    /// Serves a database; its clock stands still.
    pub fn start(db: &Db, now: DateTime<Utc>) -> Self {
        let mut state = AppState::with_clock(db.clone(), Arc::new(move || now));
        state.sandbox.program = Some(env!("CARGO_BIN_EXE_tiendo").into());
        // All servers of a test program share the children.
        state.sandbox.most_waiting = usize::MAX;
        // What a child may take of a busy machine is tested elsewhere.
        state.sandbox.processor_time = Duration::from_secs(300);
        state.sandbox.waiting_time = Duration::from_secs(600);
        state.moment = std::time::Duration::from_secs(60);
        Self::of(state)
    }

    /// Serves as a state says.
    pub fn of(state: AppState) -> Self {
        let state = web::Data::new(state);
        let (sender, receiver) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            System::new().block_on(async move {
                let server = HttpServer::new(move || tiendo::web::app(state.clone()))
                    .workers(1)
                    .disable_signals()
                    .bind("127.0.0.1:0")
                    .unwrap();
                let address = server.addrs()[0];
                let running = server.run();
                sender.send((address, running.handle())).unwrap();
                running.await.unwrap();
            });
        });
        let (address, handle) = receiver.recv().unwrap();
        let agent = Agent::new_with_config(Agent::config_builder().http_status_as_error(false).build());
        Self { address, handle, thread: Some(thread), agent }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// GET with a token, or none.
    pub fn get(&self, path: &str, token: &str) -> Answer {
        answer(self.agent.get(self.url(path)).header("Authorization", format!("Bearer {token}")).call().unwrap())
    }

    /// POST of JSON with a token, or none.
    pub fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        let request = self.agent.post(self.url(path)).header("Authorization", format!("Bearer {token}"));
        answer(request.send_json(body).unwrap())
    }

    /// DELETE with a token.
    pub fn delete(&self, path: &str, token: &str) -> Answer {
        answer(self.agent.delete(self.url(path)).header("Authorization", format!("Bearer {token}")).call().unwrap())
    }

    /// Uploads a list with a token.
    pub fn upload(&self, token: &str, fields: &[(&str, &str)], file: &str, bytes: &[u8]) -> Answer {
        let part = Part::bytes(bytes).file_name(file).mime_str("application/octet-stream").unwrap();
        let form = fields.iter().fold(Form::new(), |form, (name, value)| form.text(name, value)).part("file", part);
        let request = self.agent.post(self.url("/api/v1/imports")).header("Authorization", format!("Bearer {token}"));
        answer(request.send(form).unwrap())
    }

    /// For requests of another shape.
    pub fn agent(&self) -> &Agent {
        &self.agent
    }

    /// A token of an account.
    pub fn token(&self, name: &str, password: &str) -> String {
        let body = serde_json::json!({"name": name, "password": password});
        let answer = self.post("/api/v1/sessions", "", &body);
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json["token"].as_str().unwrap().to_owned()
    }
}

/// Takes an answer apart.
pub fn answer(mut response: Response<Body>) -> Answer {
    let headers: Vec<(String, String)> = response
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    let header = |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
    let text = String::from_utf8_lossy(&response.body_mut().read_to_vec().unwrap()).into_owned();
    Answer {
        status: response.status().as_u16(),
        content_type: header("content-type").unwrap_or_default(),
        json: serde_json::from_str(&text).unwrap_or_default(),
        text,
        headers,
    }
}

impl Answer {
    /// Checks that it is a problem of a status and code.
    pub fn is_problem(&self, status: u16, code: &str) {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.content_type, "application/problem+json", "{}", self.text);
        assert_eq!(self.json["code"], code, "{}", self.text);
        assert_eq!(self.json["status"], status);
        assert_eq!(self.json["type"], format!("urn:tiendo:problem:{code}"));
        assert!(self.json["detail"].as_str().is_some_and(|detail| !detail.is_empty()));
        let security = ["content-security-policy", "x-content-type-options", "x-request-id", "cache-control"];
        for wanted in security {
            assert!(self.headers.iter().any(|(name, _)| name == wanted), "no {wanted}");
        }
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        System::new().block_on(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}
