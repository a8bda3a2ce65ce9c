//! Results on their way from threads to an event loop: many of them in one `call_soon_threadsafe`.

use std::{
    collections::HashMap,
    mem, process,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use pyo3::{intern, prelude::*};
use soarwire::AnyAnswer;

use crate::exit;
use crate::{
    answer,
    errors::{defect, exception},
};

/// What became of a step of a call.
pub(super) enum Outcome {
    /// The call is over. The text is the id of the operation.
    Done(Result<AnyAnswer, soarwire::Error>, &'static str),
    /// The call has something to wait for first.
    Waits,
    /// A defect of ours.
    Panicked,
}

/// What the threads see of an event loop. There is nothing of Python in it.
#[derive(Default)]
pub(super) struct Mailbox(Mutex<Mail>);

#[derive(Default)]
struct Mail {
    arrived: Vec<(u64, Outcome)>,
    /// Whether the loop was told that there is mail, and has not looked since.
    announced: bool,
}

impl Mailbox {
    /// Leaves a result for the future with this number, and wakes the loop unless it is already awake for another.
    pub(super) fn put(self: &Arc<Self>, number: u64, outcome: Outcome) {
        let mut mail = self.mail();
        mail.arrived.push((number, outcome));
        let announced = mem::replace(&mut mail.announced, true);
        drop(mail);
        if !announced {
            exit::with_python(|py| announce(py, self));
        }
    }

    fn take(&self) -> Vec<(u64, Outcome)> {
        let mut mail = self.mail();
        mail.announced = false;
        mem::take(&mut mail.arrived)
    }

    fn mail(&self) -> MutexGuard<'_, Mail> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The inboxes of loops that wait for something, by the address of the loop, which lives for as long as its inbox does.
///
/// Locked only while attached to Python and never across anything that detaches. Python forks attached, so that no child
/// finds it locked.
static INBOXES: Mutex<Option<HashMap<usize, Py<Inbox>>>> = Mutex::new(None);

fn with_inboxes<T>(_py: Python<'_>, look: impl FnOnce(&mut HashMap<usize, Py<Inbox>>) -> T) -> T {
    look(INBOXES.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default())
}

/// Asks the loop to look into its mailbox.
fn announce(py: Python<'_>, mailbox: &Arc<Mailbox>) {
    let found = with_inboxes(py, |inboxes| {
        inboxes.values().find(|inbox| Arc::ptr_eq(&inbox.get().mailbox, mailbox)).map(|inbox| inbox.clone_ref(py))
    });
    let Some(inbox) = found else {
        // Nobody waits for what is there. Whoever comes to wait has the loop told anew.
        drop(mailbox.take());
        return;
    };
    let told = inbox.get().event_loop.call_method1(py, intern!(py, "call_soon_threadsafe"), (&inbox,));
    if told.is_err() {
        // The loop is closed. Its futures will never be looked at again.
        inbox.get().forget_all(py);
    }
}

/// The futures of one event loop that wait for threads. The loop calls it when there is mail.
#[pyclass(frozen, module = "soarwire._soarwire")]
pub(super) struct Inbox {
    process: u32,
    event_loop: Py<PyAny>,
    pub(super) mailbox: Arc<Mailbox>,
    /// Locked like `INBOXES`.
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    futures: HashMap<u64, Py<PyAny>>,
    next: u64,
}

impl Inbox {
    /// The inbox of this loop.
    pub(super) fn of<'py>(event_loop: &Bound<'py, PyAny>) -> PyResult<Bound<'py, Inbox>> {
        let py = event_loop.py();
        let here = process::id();
        let address = event_loop.as_ptr() as usize;
        let found = with_inboxes(py, |inboxes| inboxes.get(&address).map(|inbox| inbox.clone_ref(py)));
        if let Some(inbox) = found.filter(|inbox| inbox.get().process == here) {
            return Ok(inbox.into_bound(py));
        }
        let inbox = Inbox {
            process: here,
            event_loop: event_loop.clone().unbind(),
            mailbox: Arc::default(),
            waiting: Mutex::default(),
        };
        Bound::new(py, inbox)
    }

    /// Makes a future, to be completed by a message with the number that goes with it.
    pub(super) fn future<'py>(slf: &Bound<'py, Self>) -> PyResult<(u64, Bound<'py, PyAny>)> {
        let py = slf.py();
        let event_loop = slf.get().event_loop.bind(py);
        let future = event_loop.call_method0(intern!(py, "create_future"))?;
        let mut waiting = slf.get().waiting();
        let number = waiting.next;
        waiting.next += 1;
        waiting.futures.insert(number, future.clone().unbind());
        let first = waiting.futures.len() == 1;
        drop(waiting);
        if first {
            let address = event_loop.as_ptr() as usize;
            let former = with_inboxes(py, |inboxes| inboxes.insert(address, slf.clone().unbind()));
            drop(former);
        }
        Ok((number, future))
    }

    /// Waits no longer for what comes under this number; gives the future.
    pub(super) fn forget(&self, py: Python<'_>, number: u64) -> Option<Py<PyAny>> {
        let mut waiting = self.waiting();
        let future = waiting.futures.remove(&number);
        let last = waiting.futures.is_empty();
        drop(waiting);
        if last {
            self.unregister(py);
        }
        future
    }

    fn forget_all(&self, py: Python<'_>) {
        let futures = mem::take(&mut self.waiting().futures);
        self.unregister(py);
        drop(futures);
    }

    /// Lets the loop go when it waits for nothing.
    fn unregister(&self, py: Python<'_>) {
        let address = self.event_loop.as_ptr() as usize;
        let former = with_inboxes(py, |inboxes| {
            let ours = inboxes.get(&address).is_some_and(|inbox| Arc::ptr_eq(&inbox.get().mailbox, &self.mailbox));
            if ours { inboxes.remove(&address) } else { None }
        });
        drop(former);
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Inbox {
    /// Completes the futures whose results have arrived.
    fn __call__(slf: Bound<'_, Self>) -> PyResult<()> {
        let py = slf.py();
        let mut result = Ok(());
        for (number, outcome) in slf.get().mailbox.take() {
            if let Some(future) = slf.get().forget(py, number) {
                // One that fails must not take the others with it.
                result = result.and(complete(future.bind(py), outcome));
            }
        }
        result
    }
}

/// Gives the future its result: the answer, the exception to raise, or `None` for a call that waits.
pub(super) fn complete(future: &Bound<'_, PyAny>, outcome: Outcome) -> PyResult<()> {
    let py = future.py();
    let result = match outcome {
        Outcome::Done(Ok(answer), _) => answer::object(py, answer)?,
        Outcome::Done(Err(error), operation) => exception(py, &error, Some(operation))?,
        Outcome::Waits => py.None().into_bound(py),
        Outcome::Panicked => defect().into_value(py).into_bound(py).into_any(),
    };
    if !future.call_method0(intern!(py, "done"))?.is_truthy()? {
        future.call_method1(intern!(py, "set_result"), (result,))?;
    }
    Ok(())
}
