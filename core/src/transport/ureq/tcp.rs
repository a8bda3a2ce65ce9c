//! TCP that blocks in slices. ureq's own cannot stop in the middle of a write, nor be asked to.

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

use super::{attempt, process};

/// Opens TCP connections, unless there is a tunnel through a proxy already.
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

/// Tries one address after the other. Each but the last gets half of the time that is left.
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

/// Does on a thread of its own what cannot be interrupted, and waits for it in slices. A thread that is no longer
/// waited for ends by itself.
pub(super) fn patiently<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, Error> {
    let (done, result) = sync_channel(1);
    thread::Builder::new().name("soarwire-connect".to_owned()).spawn(move || {
        // Nobody may be waiting any longer.
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

/// As much as is gathered before it is written.
const GATHERED: usize = 32 << 10;

#[derive(Debug)]
pub(super) struct Tcp {
    stream: TcpStream,
    buffers: LazyBuffers,
    /// What is to go out before the next read. ureq hands over head and body one after the other; most requests then
    /// fit into one packet.
    gathered: Vec<u8>,
    /// The timeout that the socket has.
    slice: Option<Duration>,
    /// What ended the sending.
    broken: Option<io::Error>,
    /// The process that made the connection.
    process: u32,
}

impl Tcp {
    fn new(stream: TcpStream, buffers: LazyBuffers) -> Self {
        Tcp { stream, buffers, gathered: Vec::new(), slice: None, broken: None, process: process::id() }
    }

    /// Sets how long the socket blocks; mostly it is set already.
    fn slice(&mut self) -> Result<(), Error> {
        let slice = Some(attempt::slice()?);
        if self.slice != slice {
            self.stream.set_read_timeout(slice)?;
            self.stream.set_write_timeout(slice)?;
            self.slice = slice;
        }
        Ok(())
    }

    /// Writes all that was gathered.
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
                // A server may refuse a large request (413) and close before it has read it all. Its answer is still
                // there to be read; if there is none, reading brings this error back.
                Err(error) if attempt::was_sent() => self.broken = Some(error),
                Err(error) => return Err(error.into()),
            }
        }
        self.gathered.clear();
        Ok(())
    }
}

impl Drop for Tcp {
    /// Ends the connection for the server too, which closing alone does not do while a forked child has a copy of the
    /// socket. A child that drops its copy ends nothing.
    fn drop(&mut self) {
        if self.process == process::id() {
            // An error means that the server was faster.
            let _ = self.stream.shutdown(Shutdown::Both);
        }
    }
}

/// Whether an operation came back only because its slice was over, or a signal came.
fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}

/// Deadlines come from [`attempt`](attempt); ureq is given none.
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

    fn is_open(&mut self) -> bool {
        self.broken.is_none() && is_quiet(&self.stream).unwrap_or(false)
    }
}

/// Whether an idle connection is still good: neither closed nor, unasked, written to.
fn is_quiet(stream: &TcpStream) -> io::Result<bool> {
    stream.set_nonblocking(true)?;
    let quiet = stream.peek(&mut [0]).is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock);
    stream.set_nonblocking(false)?;
    Ok(quiet)
}
