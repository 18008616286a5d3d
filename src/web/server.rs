//! Listening for requests until the system asks to stop.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use actix_web::{HttpServer, web};

use super::AppState;

/// How long a client may take to send the head of a request.
const CLIENT_PATIENCE: Duration = Duration::from_secs(20);
/// How long requests under way may take to finish once the system asks to stop.
const FAREWELL_SECONDS: u64 = 10;
/// Connections per worker; more wait in the system's queue.
const CONNECTIONS_PER_WORKER: usize = 2_048;
/// Threads per worker that wait for the database or hash a password.
const BLOCKING_THREADS_PER_WORKER: usize = 16;

/// Why the server did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// Another program listens there.
    #[error("cổng {port} của địa chỉ {address} đang được chương trình khác dùng: dừng chương trình đó hoặc chọn cổng khác bằng --port", port = .0.port(), address = .0.ip())]
    PortTaken(SocketAddr),
    /// The system does not allow it.
    #[error("hệ thống không cho phép mở cổng {port} (cổng dưới 1024 cần quyền quản trị): chọn cổng khác bằng --port", port = .0.port())]
    NotAllowed(SocketAddr),
    /// The address is not one of this machine.
    #[error("máy này không có địa chỉ {address}: kiểm tra lại --listen", address = .0.ip())]
    NoSuchAddress(SocketAddr),
    /// Anything else.
    #[error("không mở được {address}: {reason}")]
    Other {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        reason: io::Error,
    },
}

impl ServerError {
    /// What the system's refusal means.
    pub fn of(address: SocketAddr, reason: io::Error) -> Self {
        match reason.kind() {
            io::ErrorKind::AddrInUse => Self::PortTaken(address),
            io::ErrorKind::PermissionDenied => Self::NotAllowed(address),
            io::ErrorKind::AddrNotAvailable => Self::NoSuchAddress(address),
            _ => Self::Other { address, reason },
        }
    }
}

/// Serves pages and API until SIGTERM or SIGINT; requests under way are finished. `ready` gets the address once it listens (port 0 asks the system
/// for a free one).
pub fn run(state: AppState, listen: SocketAddr, ready: impl FnOnce(SocketAddr)) -> Result<(), ServerError> {
    let state = web::Data::new(state);
    let refused = |reason| ServerError::of(listen, reason);
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || super::app(state.clone()))
            .client_request_timeout(CLIENT_PATIENCE)
            .max_connections(CONNECTIONS_PER_WORKER)
            .worker_max_blocking_threads(BLOCKING_THREADS_PER_WORKER)
            .shutdown_timeout(FAREWELL_SECONDS)
            .bind(listen)
            .map_err(refused)?;
        let address = server.addrs().first().copied().unwrap_or(listen);
        let running = server.run();
        ready(address);
        running.await.map_err(refused)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_told_with_what_to_do() {
        let listen: SocketAddr = "127.0.0.1:8080".parse().unwrap();
        let message = ServerError::of(listen, io::Error::from(io::ErrorKind::AddrInUse)).to_string();
        assert!(message.contains("cổng 8080") && message.contains("--port"), "{message}");
    }
}
