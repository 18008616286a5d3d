//! A mail server of a few lines, which takes or refuses what it is told to.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What the server says to a recipient.
#[derive(Debug, Clone, Copy)]
pub enum Answer {
    Accept,
    Later,
    Never,
}

/// A mail as it arrived.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrived {
    pub sender: String,
    pub recipients: Vec<String>,
    pub data: String,
}

/// The server; its thread lives as long as the test's process.
pub struct Sink {
    pub address: SocketAddr,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl Sink {
    /// Answers the recipients in this order, the last answer for all that follow.
    pub fn start(answers: &[Answer]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let (store, answers) = (Arc::clone(&arrived), Arc::new(Mutex::new(answers.to_vec())));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (store, answers) = (Arc::clone(&store), Arc::clone(&answers));
                std::thread::spawn(move || serve(stream, &store, &answers));
            }
        });
        Self { address, arrived }
    }

    /// What arrived so far.
    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }
}

fn serve(stream: TcpStream, store: &Mutex<Vec<Arrived>>, answers: &Mutex<Vec<Answer>>) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream).lines();
    let mut mail = Arrived::default();
    out.write_all(b"220 sink\r\n").ok()?;
    while let Some(Ok(line)) = lines.next() {
        let answer = match line.get(..4).unwrap_or(&line).to_ascii_uppercase().as_str() {
            "EHLO" => "250-sink\r\n250 8BITMIME",
            "MAIL" => {
                mail = Arrived { sender: line, ..Arrived::default() };
                "250 ok"
            }
            "RCPT" => {
                mail.recipients.push(line);
                match next(answers) {
                    Answer::Accept => "250 ok",
                    Answer::Later => "451 try again later",
                    Answer::Never => "550 no such mailbox",
                }
            }
            "DATA" => {
                out.write_all(b"354 go on\r\n").ok()?;
                let body: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                mail.data = body.join("\n");
                store.lock().ok()?.push(mail.clone());
                "250 taken"
            }
            "QUIT" => return out.write_all(b"221 bye\r\n").ok(),
            _ => "250 ok",
        };
        out.write_all(format!("{answer}\r\n").as_bytes()).ok()?;
    }
    None
}

fn next(answers: &Mutex<Vec<Answer>>) -> Answer {
    let mut answers = answers.lock().unwrap();
    if answers.len() > 1 { answers.remove(0) } else { answers[0] }
}
