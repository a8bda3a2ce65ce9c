//! Operations.

use soarwire::{
    Response,
    ffi::{self, AnyOperation},
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{answer::Answer, error::Failure};

/// Any operation.
#[wasm_bindgen]
pub struct Operation(pub(crate) AnyOperation);

#[wasm_bindgen]
impl Operation {
    /// From its id and its parameters as JSON text.
    #[wasm_bindgen(constructor)]
    pub fn new(id: &str, params: &str) -> Result<Operation, Failure> {
        Ok(Operation(AnyOperation::from_params_json(id, params)?))
    }

    /// Becomes another operation.
    pub fn set(&mut self, id: &str, params: &str) -> Result<(), Failure> {
        self.0 = AnyOperation::from_params_json(id, params)?;
        Ok(())
    }

    /// The vendor's name of the command or endpoint.
    pub fn wire_name(&self) -> String {
        self.0.wire_name().to_owned()
    }

    /// What repeating it would do.
    pub fn effect(&self) -> String {
        self.0.effect().as_str().to_owned()
    }

    /// The ids asked for, a JSON array.
    pub fn asked(&self) -> String {
        ffi::strings_json(self.0.asked().ids().iter().map(String::as_str))
    }

    /// Reads an answer; `headers` is names and values, a line each.
    pub fn parse(&self, status: u16, headers: &str, body: Vec<u8>) -> Result<Answer, Failure> {
        Ok(Answer(self.0.parse(response(status, headers, body))?))
    }
}

/// An answer; `headers` is names and values, a line each.
pub(crate) fn response(status: u16, headers: &str, body: Vec<u8>) -> Response<'_> {
    let mut response = Response::new(status, body);
    let mut lines = headers.split('\n');
    while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
        response = response.header(name, value);
    }
    response
}
