//! What is kept between two calls: the most recently used values, which JavaScript can send again at any time, and objects
//! with state.

use std::cell::RefCell;

use soarwire::{
    AnyAnswer, Asked, Call, Error, Pacer, Pages, Turn,
    ffi::{self, AnyOperation, AnyTenant},
};

/// The number of slots for operations, and for tenants. Same value as in TypeScript.
const PLACES: usize = 8;

pub(crate) struct Places {
    pub(crate) operations: [Option<AnyOperation>; PLACES],
    pub(crate) tenants: [Option<AnyTenant>; PLACES],
    pub(crate) pacers: Slab<Pacer>,
    /// Each with the incidents of its operation.
    pub(crate) calls: Slab<(Call<AnyAnswer>, Asked)>,
    pub(crate) pages: Slab<Pages<Turn>>,
}

thread_local! {
    static PLACES_IN_USE: RefCell<Places> = const {
        RefCell::new(Places {
            operations: [const { None }; PLACES],
            tenants: [const { None }; PLACES],
            pacers: Slab(Vec::new()),
            calls: Slab(Vec::new()),
            pages: Slab(Vec::new()),
        })
    };
}

pub(crate) fn places<T>(work: impl FnOnce(&mut Places) -> T) -> T {
    PLACES_IN_USE.with_borrow_mut(work)
}

impl Places {
    pub(crate) fn operation(&self, place: u32) -> Result<&AnyOperation, Error> {
        held(&self.operations, place)
    }

    pub(crate) fn tenant(&self, place: u32) -> Result<&AnyTenant, Error> {
        held(&self.tenants, place)
    }
}

fn held<T>(places: &[Option<T>], place: u32) -> Result<&T, Error> {
    places.get(place as usize).and_then(Option::as_ref).ok_or_else(gone)
}

#[cold]
fn gone() -> Error {
    ffi::invalid("operation", "is no longer held: this is a defect of soarwire")
}

/// Values by number.
pub(crate) struct Slab<T>(Vec<Option<T>>);

impl<T> Slab<T> {
    /// Stores a value in the first free slot and returns its number.
    pub(crate) fn put(&mut self, value: T) -> u32 {
        let free = self.0.iter().position(Option::is_none);
        let place = free.unwrap_or(self.0.len());
        match self.0.get_mut(place) {
            Some(slot) => *slot = Some(value),
            None => self.0.push(Some(value)),
        }
        place as u32
    }

    pub(crate) fn get(&mut self, place: u32) -> Result<&mut T, Error> {
        self.0.get_mut(place as usize).and_then(Option::as_mut).ok_or_else(gone)
    }

    pub(crate) fn free(&mut self, place: u32) {
        if let Some(slot) = self.0.get_mut(place as usize) {
            *slot = None;
        }
    }
}
