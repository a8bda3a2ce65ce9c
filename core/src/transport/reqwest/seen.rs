//! What is known about the connection of an attempt.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
};

use tower_layer::Layer;
use tower_service::Service;

use crate::transport::client::Phase;

const EXCHANGING: u8 = 0;
const RESOLVING: u8 = 1;
const CONNECTING: u8 = 2;

/// How far the connection of one attempt has come.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen(Arc<AtomicU8>);

tokio::task_local! {
    /// The attempt on whose behalf hyper works. It may end up on another connection than the one that is being made for it,
    /// which hyper then finishes in a task of its own, outside this scope.
    static CURRENT: Seen;
}

impl Seen {
    /// Runs `work` as this attempt.
    pub(super) fn scope<F: Future>(&self, work: F) -> impl Future<Output = F::Output> {
        CURRENT.scope(self.clone(), work)
    }

    pub(super) fn phase(&self) -> Phase {
        match self.0.load(Ordering::SeqCst) {
            RESOLVING => Phase::Resolving,
            CONNECTING => Phase::Connecting,
            _ => Phase::Exchanging,
        }
    }

    fn enter(phase: u8) {
        let _ = CURRENT.try_with(|seen| seen.0.store(phase, Ordering::SeqCst));
    }

    /// Notes that the name of the host is being resolved.
    pub(super) fn resolving() {
        Seen::enter(RESOLVING);
    }

    /// Notes that a connection is being made.
    pub(super) fn connecting() {
        Seen::enter(CONNECTING);
    }

    /// Notes that a connection was made.
    fn connected() {
        Seen::enter(EXCHANGING);
    }
}

/// Tells the attempt when a connection is being made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watch;

impl<S> Layer<S> for Watch {
    type Service = Watched<S>;

    fn layer(&self, inner: S) -> Watched<S> {
        Watched(inner)
    }
}

#[derive(Clone, Debug)]
pub(super) struct Watched<S>(S);

impl<S, R> Service<R> for Watched<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        Seen::connecting();
        let connecting = self.0.call(request);
        Box::pin(async move { connecting.await.inspect(|_| Seen::connected()) })
    }
}
