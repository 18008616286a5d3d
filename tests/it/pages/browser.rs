//! A browser without script: cookies, forms, no redirects followed.

use std::collections::BTreeMap;

use tiendo::access::CreatedAccount;
use ureq::Agent;
use ureq::unversioned::multipart::{Form, Part};

use crate::support::server::{Answer, TestServer, answer};

/// A browser without script.
pub struct Browser<'a> {
    server: &'a TestServer,
    agent: Agent,
    /// The cookies it holds.
    pub cookies: BTreeMap<String, String>,
    /// Headers it sends besides.
    pub also: Vec<(&'static str, String)>,
}

impl<'a> Browser<'a> {
    /// A fresh one.
    pub fn of(server: &'a TestServer) -> Self {
        let agent =
            Agent::new_with_config(Agent::config_builder().http_status_as_error(false).max_redirects(0).build());
        Self { server, agent, cookies: BTreeMap::new(), also: Vec::new() }
    }

    /// One that has signed in.
    pub fn signed_in(server: &'a TestServer, account: &CreatedAccount) -> Self {
        let mut browser = Self::of(server);
        let entered = browser.sign_in(&account.name, account.password.as_deref().unwrap());
        assert_eq!(entered.status, 303, "{}", entered.text);
        browser
    }

    /// Fills in the sign-in form.
    pub fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        let token = token(&self.get("/dang-nhap").text);
        self.post("/dang-nhap", &[("ten", name), ("mat-khau", password), ("csrf", &token), ("tiep", "/")])
    }

    /// Opens an address.
    pub fn get(&mut self, path: &str) -> Answer {
        let mut request = self.agent.get(self.server.url(path)).header("Cookie", self.cookie());
        for (name, value) in &self.also {
            request = request.header(*name, value);
        }
        self.keep(answer(request.call().unwrap()))
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut request = self.agent.post(self.server.url(path)).header("Cookie", self.cookie());
        for (name, value) in &self.also {
            request = request.header(*name, value);
        }
        self.keep(answer(request.send_form(fields.iter().copied()).unwrap()))
    }

    /// Sends a body that is no form of a page.
    pub fn post_text(&mut self, path: &str, kind: &str, body: &str) -> Answer {
        let request =
            self.agent.post(self.server.url(path)).header("Cookie", self.cookie()).header("Content-Type", kind);
        self.keep(answer(request.send(body).unwrap()))
    }

    /// Sends a form with a file.
    pub fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: &str, bytes: &[u8]) -> Answer {
        let part = Part::bytes(bytes).file_name(file).mime_str("application/octet-stream").unwrap();
        let form = fields.iter().fold(Form::new(), |form, (name, value)| form.text(name, value)).part("tep", part);
        let request = self.agent.post(self.server.url(path)).header("Cookie", self.cookie());
        self.keep(answer(request.send(form).unwrap()))
    }

    /// The token of the forms of this session.
    pub fn token(&mut self) -> String {
        token(&self.get("/mat-khau").text)
    }

    /// What the browser sends as cookie.
    pub fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, answer: Answer) -> Answer {
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}

/// The value of the first hidden field of that name.
pub fn hidden(html: &str, name: &str) -> String {
    let marked = format!("name=\"{name}\" value=\"");
    let rest = html.split(&marked).nth(1).unwrap_or_else(|| panic!("no field {name} in {html}"));
    rest.split('"').next().unwrap().to_owned()
}

/// The token of the first form.
pub fn token(html: &str) -> String {
    hidden(html, "csrf")
}

/// A header of an answer.
pub fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    answer.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}
