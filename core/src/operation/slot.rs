//! The parameters of an operation, as they are held, and what is done with all of them.

use super::{
    change::Change,
    params::{Param, Params},
    value::Value,
};
use crate::{
    error::Error,
    json::{Object, Scanner, same},
};

/// What a declared parameter is held in: a value that must be there, one that may be, or one that can be cleared.
pub(crate) trait Slot {
    /// Takes the parameter of this name.
    fn read(&mut self, name: &str, params: &mut Params) -> Result<(), Error>;
    /// Takes the value that stands next in JSON text; `false` if it is not of this type.
    fn scan(&mut self, scanner: &mut Scanner<'_>) -> bool;
    /// Whether the parameter may be left out.
    fn may_be_absent(&self) -> bool;
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

    fn scan(&mut self, scanner: &mut Scanner<'_>) -> bool {
        V::scan(scanner).map(|value| self.0 = value).is_some()
    }

    fn may_be_absent(&self) -> bool {
        false
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

    fn scan(&mut self, scanner: &mut Scanner<'_>) -> bool {
        *self = V::scan(scanner);
        self.is_some()
    }

    fn may_be_absent(&self) -> bool {
        true
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

    fn scan(&mut self, scanner: &mut Scanner<'_>) -> bool {
        V::scan(scanner).map(|value| *self = Change::Set(value)).is_some()
    }

    fn may_be_absent(&self) -> bool {
        true
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
    /// The operation before its parameters are read.
    fn blank() -> Self
    where
        Self: Sized;

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

/// Reads the parameters straight from the text of a JSON object. `false` if anything is unusual, be it a mistake or a `null`: then
/// nothing that was read counts, and [`read_all`] finds out what it is.
pub(crate) fn scan_all(operation: &mut dyn Parameters, json: &str) -> bool {
    let mut scanner = Scanner::new(json, 0);
    // Bit by bit the parameters that were read, and those that must be.
    let (mut seen, mut needed) = (0u64, 0u64);
    let read = scanner.each_member(&mut |scanner, key| {
        let key = key.read(json);
        let is_null = scanner.peek() == Some(b'n');
        let (mut bit, mut found) = (1, false);
        needed = 0;
        let _ = operation.each_mut(&mut |name, slot| {
            if !slot.may_be_absent() {
                needed |= bit;
            }
            if !is_null && same(name.as_bytes(), key.as_bytes()) {
                seen |= bit;
                found = slot.scan(scanner);
            }
            bit <<= 1;
            Ok(())
        });
        if found { Ok(()) } else { scanner.bad("a parameter of the operation") }
    });
    // Without a member nothing is known of what must be there.
    read.is_ok() && seen != 0 && seen & needed == needed && scanner.end().is_ok()
}

/// Writes an object of the parameters behind a body.
pub(crate) fn write_flat(operation: &dyn Parameters, body: &mut String) {
    *body = write_all(operation, Object::behind(std::mem::take(body))).finish();
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
