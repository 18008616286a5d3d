//! Asking from 64 connections at once.

use std::time::{Duration, Instant};

use ureq::Agent;

/// Connections.
const CONNECTIONS: usize = 64;

/// What was measured.
pub struct Measured {
    taken: Vec<Duration>,
    span: Duration,
}

fn agent() -> Agent {
    Agent::new_with_config(Agent::config_builder().http_status_as_error(false).max_redirects(0).build())
}

/// The cookie of somebody who has signed in.
pub fn signed_in(address: &str, name: &str, password: &str) -> String {
    let agent = agent();
    let mut form = agent.get(format!("{address}/dang-nhap")).call().unwrap();
    let door = cookie(&form);
    let page = form.body_mut().read_to_string().unwrap();
    let token = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let fields = [("ten", name), ("mat-khau", password), ("csrf", token), ("tiep", "/")];
    let entered = agent.post(format!("{address}/dang-nhap")).header("Cookie", &door).send_form(fields).unwrap();
    assert_eq!(entered.status(), 303);
    cookie(&entered)
}

fn cookie(answer: &ureq::http::Response<ureq::Body>) -> String {
    let set = answer.headers().get_all("set-cookie").iter();
    let pairs = set.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned());
    pairs.filter(|pair| !pair.ends_with('=')).collect::<Vec<_>>().join("; ")
}

/// Opens an address once.
pub fn get(address: &str, path: &str, cookie: &str) -> usize {
    ask(&agent(), &format!("{address}{path}"), cookie)
}

fn ask(agent: &Agent, url: &str, cookie: &str) -> usize {
    let mut answer = agent.get(url).header("Cookie", cookie).call().unwrap();
    assert_eq!(answer.status(), 200, "{url}");
    answer.body_mut().read_to_vec().unwrap().len()
}

/// Asks for a while; each connection as fast as it is answered, or once in a pause.
pub fn measure(address: &str, path: &str, cookie: &str, span: Duration, pause: Option<Duration>) -> Measured {
    let url = format!("{address}{path}");
    let begun = Instant::now();
    let taken = std::thread::scope(|scope| {
        let asking = |number: usize| {
            let url = &url;
            scope.spawn(move || {
                let agent = agent();
                let mut taken = Vec::new();
                if let Some(pause) = pause {
                    std::thread::sleep(pause * u32::try_from(number).unwrap() / u32::try_from(CONNECTIONS).unwrap());
                }
                while begun.elapsed() < span {
                    let asked = Instant::now();
                    ask(&agent, url, cookie);
                    taken.push(asked.elapsed());
                    if let Some(pause) = pause {
                        std::thread::sleep(pause.saturating_sub(asked.elapsed()));
                    }
                }
                taken
            })
        };
        let threads: Vec<_> = (0..CONNECTIONS).map(asking).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    Measured { taken, span: begun.elapsed() }
}

/// Prints how it went.
pub fn tell(name: &str, measured: &Measured) {
    let mut taken = measured.taken.clone();
    taken.sort_unstable();
    let at = |hundredth: usize| taken[(taken.len() - 1) * hundredth / 100].as_secs_f64() * 1_000.0;
    let rate = taken.len() as f64 / measured.span.as_secs_f64();
    println!("{name:<34} {rate:>8.0} {:>9.1} {:>9.1} {:>9.1}", at(50), at(95), at(99));
}
