//! TCP that blocks in short slices. ureq's own transport cannot be interrupted in the middle of a write.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
    sync::mpsc::{RecvTimeoutError, sync_channel},
    thread,
    time::{Duration, Instant},
};

use ureq::{
    Error,
    unversioned::transport::{Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport},
};

use super::attempt;
use crate::transport::client::process_id;

/// Opens a TCP connection unless the chain already has a tunnel through a proxy.
#[derive(Debug)]
pub(super) struct Dial;

impl<In: Transport> Connector<In> for Dial {
    type Out = Either<In, Tcp>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        if let Some(tunnel) = chained {
            return Ok(Some(Either::A(tunnel)));
        }
        let addresses: Vec<SocketAddr> = details.addrs.iter().copied().collect();
        let left = attempt::left();
        let stream =
            if attempt::has_interrupt() { patiently(move || dial(&addresses, left))? } else { dial(&addresses, left)? };
        stream.set_nodelay(true)?;
        let buffers = LazyBuffers::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(Some(Either::B(Tcp::new(stream, buffers))))
    }
}

/// Tries the addresses in order. Each but the last gets half of the remaining time.
fn dial(addresses: &[SocketAddr], left: Duration) -> io::Result<TcpStream> {
    let until = Instant::now() + left;
    let mut failure = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for (index, address) in addresses.iter().enumerate() {
        let left = until.saturating_duration_since(Instant::now());
        let share = if index + 1 < addresses.len() { left / 2 } else { left };
        match TcpStream::connect_timeout(address, share.max(Duration::from_millis(1))) {
            Ok(stream) => return Ok(stream),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// Runs blocking work on a separate thread and waits for it in slices. If the wait ends early, the thread finishes on its
/// own.
pub(super) fn patiently<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, Error> {
    let (done, result) = sync_channel(1);
    thread::Builder::new().name("soarwire-connect".to_owned()).spawn(move || {
        // The receiver may be gone.
        let _ = done.send(work());
    })?;
    loop {
        match result.recv_timeout(attempt::slice()?) {
            Ok(result) => return Ok(result?),
            Err(RecvTimeoutError::Timeout) => attempt::ask()?,
            Err(RecvTimeoutError::Disconnected) => return Err(Error::ConnectionFailed),
        }
    }
}

/// How many bytes are buffered before they are written.
const GATHERED: usize = 32 << 10;

#[derive(Debug)]
pub(super) struct Tcp {
    stream: TcpStream,
    buffers: LazyBuffers,
    /// Output to write before the next read. ureq passes head and body separately; together most requests fit into one
    /// packet.
    gathered: Vec<u8>,
    /// The timeout currently set on the socket.
    slice: Option<Duration>,
    /// The error that stopped sending.
    broken: Option<io::Error>,
    /// The process that made the connection.
    process: u32,
}

impl Tcp {
    fn new(stream: TcpStream, buffers: LazyBuffers) -> Self {
        Tcp { stream, buffers, gathered: Vec::new(), slice: None, broken: None, process: process_id() }
    }

    /// Sets how long the socket blocks; usually it is already set.
    fn slice(&mut self) -> Result<(), Error> {
        let slice = Some(attempt::slice()?);
        if self.slice != slice {
            self.stream.set_read_timeout(slice)?;
            self.stream.set_write_timeout(slice)?;
            self.slice = slice;
        }
        Ok(())
    }

    /// Writes all buffered output.
    fn flush(&mut self) -> Result<(), Error> {
        if !self.gathered.is_empty() {
            attempt::begin_sending()?;
        }
        let mut from = 0;
        while from < self.gathered.len() && self.broken.is_none() {
            self.slice()?;
            match self.stream.write(self.gathered.get(from..).unwrap_or_default()) {
                Ok(0) => return Err(io::Error::from(io::ErrorKind::WriteZero).into()),
                Ok(written) => {
                    attempt::wrote();
                    from += written;
                }
                Err(error) if is_pause(&error) => attempt::ask()?,
                // A server may refuse a large request (413) and close before reading all of it. Its answer can still be
                // read; if there is none, the read returns this error.
                Err(error) if attempt::was_sent() => self.broken = Some(error),
                Err(error) => return Err(error.into()),
            }
        }
        self.gathered.clear();
        Ok(())
    }
}

impl Drop for Tcp {
    /// Shuts the connection down, because closing alone leaves it open for as long as a forked child holds a copy of the
    /// socket. A child that drops its copy shuts nothing down.
    fn drop(&mut self) {
        if self.process == process_id() {
            // An error means that the server closed it first.
            let _ = self.stream.shutdown(Shutdown::Both);
        }
    }
}

/// Whether an operation returned only because its slice ended or a signal arrived.
fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}

/// Deadlines come from [`attempt`]; ureq's own timeouts are not used.
impl Transport for Tcp {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), Error> {
        self.gathered.extend_from_slice(self.buffers.output().get(..amount).unwrap_or_default());
        if self.gathered.len() < GATHERED { Ok(()) } else { self.flush() }
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, Error> {
        self.flush()?;
        loop {
            self.slice()?;
            let error = match self.stream.read(self.buffers.input_append_buf()) {
                Ok(0) => self.broken.take(),
                Ok(amount) => {
                    self.buffers.input_appended(amount);
                    return Ok(true);
                }
                Err(error) if is_pause(&error) => {
                    attempt::ask()?;
                    continue;
                }
                Err(error) => Some(error),
            };
            attempt::ended(error.as_ref().map(io::Error::kind));
            return error.map_or(Ok(false), |error| Err(error.into()));
        }
    }

    /// Called at the end of an exchange and again before the connection is reused. The second call also finds bytes that arrived
    /// in between, since nobody reads from an idle connection. So the first call needs no system call.
    fn is_open(&mut self) -> bool {
        self.broken.is_none() && (attempt::was_sent() || is_quiet(&self.stream).unwrap_or(false))
    }
}

/// Whether an idle connection can be reused: not closed, and with no unsolicited data on it.
fn is_quiet(stream: &TcpStream) -> io::Result<bool> {
    stream.set_nonblocking(true)?;
    let quiet = stream.peek(&mut [0]).is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock);
    stream.set_nonblocking(false)?;
    Ok(quiet)
}
