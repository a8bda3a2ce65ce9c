//! Operations.

use soarwire::{
    AnyAnswer, Response,
    ffi::{self, AnyOperation},
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{answer::Answer, error::Failure, report};

/// Any operation.
#[wasm_bindgen]
pub struct Operation(pub(crate) AnyOperation, Option<AnyAnswer>);

#[wasm_bindgen]
impl Operation {
    /// From its id and its parameters as JSON text.
    #[wasm_bindgen(constructor)]
    pub fn new(id: &str, params: &str) -> Result<Operation, Failure> {
        Ok(Operation(AnyOperation::from_params_json(id, params)?, None))
    }

    /// Becomes another operation.
    pub fn set(&mut self, id: &str, params: &str) -> Result<(), Failure> {
        *self = Operation::new(id, params)?;
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

    /// Reads an answer; `headers` is names and values, a line each. What `report::packed` makes of a small report; an empty
    /// text for any other answer, which `answer` then gives.
    pub fn parse(&mut self, status: u16, headers: &str, body: Vec<u8>) -> Result<String, Failure> {
        let answer = self.0.parse(response(status, headers, body))?;
        Ok(match &answer {
            AnyAnswer::Report(report) if report.body().len() <= SMALL => report::packed(report),
            _ => {
                self.1 = Some(answer);
                String::new()
            }
        })
    }

    /// Reads the body of a small report again, for `answer`.
    pub fn again(&mut self, body: String) {
        // It was read before.
        self.1 = self.0.parse(Response::new(200, body.into_bytes())).ok();
    }

    /// The answer that was read last.
    pub fn answer(&mut self) -> Option<Answer> {
        self.1.take().map(Answer)
    }
}

/// Up to so many bytes of body a report leaves the core as text: a handle would cost more.
const SMALL: usize = 4 << 10;

/// An answer; `headers` is names and values, a line each.
pub(crate) fn response(status: u16, headers: &str, body: Vec<u8>) -> Response<'_> {
    let mut response = Response::new(status, body);
    let mut lines = headers.split('\n');
    while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
        response = response.header(name, value);
    }
    response
}
