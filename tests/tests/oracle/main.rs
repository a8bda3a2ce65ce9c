//! The sandbox is an oracle: it reads requests with code of its own, and must find in them exactly what the client was asked
//! for.
//!
//! Three accounts of the wire have to agree: the client's, the sandbox's, and the names in this test.

mod asked;
mod independent;
mod recorded;
mod refused;
mod understood;
mod world;
