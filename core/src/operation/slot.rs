//! The parameters of an operation, as they are held, and what is done with all of them.

use super::{
    change::Change,
    params::{Param, Params},
    value::Value,
};
use crate::{error::Error, json::Object};

/// What a declared parameter is held in: a value that must be there, one that may be, or one that can be cleared.
pub(crate) trait Slot {
    /// Takes the parameter of this name.
    fn read(&mut self, name: &str, params: &mut Params) -> Result<(), Error>;
    fn check(&self, name: &str) -> Result<(), Error>;
    /// Adds it to `params`. Not for all parameters at once: the browser's package never does, and need not carry it.
    fn put(&self, params: Params, name: &'static str) -> Params
    where
        Self: Sized;
    fn write(&self, body: Object, wire_name: &str) -> Object;
}

/// An optional parameter.
pub(crate) trait Omissible {
    /// Whether the request carries it.
    fn is_set(&self) -> bool;
}

/// A value that must be there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Required<V>(pub(crate) V);

impl<V: Value> Slot for Required<V> {
    fn read(&mut self, name: &str, params: &mut Params) -> Result<(), Error> {
        self.0 = V::read(name, params.needed(name)?)?;
        Ok(())
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        self.0.check(name)
    }

    fn put(&self, params: Params, name: &'static str) -> Params {
        params.set(name, self.0.to_param())
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        self.0.write(body, wire_name)
    }
}

impl<V: Value> Slot for Option<V> {
    fn read(&mut self, name: &str, params: &mut Params) -> Result<(), Error> {
        *self = params.optional(name)?;
        Ok(())
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        self.as_ref().map_or(Ok(()), |value| value.check(name))
    }

    fn put(&self, params: Params, name: &'static str) -> Params {
        match self {
            Some(value) => params.set(name, value.to_param()),
            None => params,
        }
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        match self {
            Some(value) => value.write(body, wire_name),
            None => body,
        }
    }
}

impl<V> Omissible for Option<V> {
    fn is_set(&self) -> bool {
        self.is_some()
    }
}

impl<V: Value> Slot for Change<V> {
    /// Absent, `null` and a value are three states.
    fn read(&mut self, name: &str, params: &mut Params) -> Result<(), Error> {
        *self = match params.take_nullable(name) {
            None => Change::Keep,
            Some(None) => Change::Clear,
            Some(Some(value)) => Change::Set(V::read(name, value)?),
        };
        Ok(())
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        self.value().map_or(Ok(()), |value| value.check(name))
    }

    fn put(&self, params: Params, name: &'static str) -> Params {
        match self {
            Change::Keep => params,
            Change::Clear => params.set(name, Param::Null),
            Change::Set(value) => params.set(name, value.to_param()),
        }
    }

    /// Clearing goes out as an empty text.
    fn write(&self, body: Object, wire_name: &str) -> Object {
        match self {
            Change::Keep => body,
            Change::Clear => body.text(wire_name, ""),
            Change::Set(value) => value.write(body, wire_name),
        }
    }
}

impl<V> Omissible for Change<V> {
    fn is_set(&self) -> bool {
        self.is_change()
    }
}

/// Takes the name of a parameter, its wire name and what holds it.
pub(crate) type Visit<'v> = dyn FnMut(&'static str, &'static str, &dyn Slot) -> Result<(), Error> + 'v;

/// Takes the name of a parameter and what is to hold it.
pub(crate) type Fill<'v> = dyn FnMut(&'static str, &mut dyn Slot) -> Result<(), Error> + 'v;

/// The parameters of an operation, in the order in which they are declared. What is done with all of them is written once,
/// below, and not for each operation anew: it would weigh too much in the browser.
pub(crate) trait Parameters {
    /// Hands each parameter to `visit`.
    fn each(&self, visit: &mut Visit<'_>) -> Result<(), Error>;

    /// Hands each parameter to `fill`.
    fn each_mut(&mut self, fill: &mut Fill<'_>) -> Result<(), Error>;
}

/// Checks each parameter.
pub(crate) fn check_all(operation: &dyn Parameters) -> Result<(), Error> {
    operation.each(&mut |name, _, slot| slot.check(name))
}

/// Reads the parameters by name; one that is left over is refused.
pub(crate) fn read_all(operation: &mut dyn Parameters, mut params: Params) -> Result<(), Error> {
    operation.each_mut(&mut |name, slot| slot.read(name, &mut params))?;
    params.finish()
}

/// Adds the parameters to a body, one behind the other.
pub(crate) fn write_all(operation: &dyn Parameters, mut body: Object) -> Object {
    // This visitor does not fail.
    let _ = operation.each(&mut |_, wire_name, slot| {
        body = slot.write(std::mem::take(&mut body), wire_name);
        Ok(())
    });
    body
}
