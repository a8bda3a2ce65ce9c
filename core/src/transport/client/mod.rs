//! What the clients of this crate share, whichever library carries their bytes.

use std::time::Duration;

mod answer;
mod body;
#[cfg(feature = "ureq")]
mod bulk;
mod config;
mod conversation;
mod era;
mod failure;
mod interrupt;
mod options;
mod overview;
mod per_process;
mod process;
mod progress;
mod proxy;
mod reading;
mod roots;
mod session;

pub(crate) use answer::answer;
pub(crate) use body::room_for;
#[cfg(feature = "ureq")]
pub use bulk::{Acquire, BulkControl, BulkRun};
pub use config::ClientConfig;
#[cfg(feature = "reqwest")]
pub(crate) use conversation::Outgoing;
pub(crate) use conversation::{Conversation, Turn};
pub(crate) use failure::{Failure, Phase, Stop};
pub use interrupt::Interrupt;
pub use options::{RunOptions, Wait};
pub(crate) use overview::{Next, View};
#[cfg(feature = "ureq")]
pub(crate) use process::id as process_id;
#[cfg(all(test, feature = "ureq"))]
pub(crate) use process::tests::pretend_fork;
pub(crate) use progress::Progress;
pub use proxy::Proxy;
pub(crate) use proxy::Route;
pub(crate) use reading::page;
pub(crate) use roots::roots;
#[cfg(feature = "ureq")]
pub(crate) use session::Session;
pub(crate) use session::{Blueprint, Sessions};

/// How long a connection may be idle and still be used. Short, since most servers close idle ones after 5 to 75 s, and
/// one that closes at the wrong moment leaves the outcome of an appending call unknown.
pub(crate) const MAX_IDLE: Duration = Duration::from_secs(15);
