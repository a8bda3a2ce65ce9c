//! The outermost layer of a connection: replaces the asterisks in a request by its credentials, and notes when a response begins.

use ureq::{
    Error,
    unversioned::transport::{Buffers, NextTimeout, Transport},
};

use super::attempt;

/// The outermost layer of a connection.
#[derive(Debug)]
pub(super) struct Reveal<T>(pub(super) T);

impl<T: Transport> Transport for Reveal<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        if let Some(head) = self.0.buffers().output().get_mut(..amount) {
            attempt::restore_credentials(head);
        }
        self.0.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let arrived = self.0.await_input(timeout)?;
        if arrived {
            attempt::answered();
        }
        Ok(arrived)
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }

    fn is_tls(&self) -> bool {
        self.0.is_tls()
    }
}
