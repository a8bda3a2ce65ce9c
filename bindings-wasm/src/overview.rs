//! One list over several tenants, for a page or a program that needs it.

use soarwire::{AnyAnswer, AnyOperation, Listing, OverviewStep, Response, ffi};
use wasm_bindgen::prelude::wasm_bindgen;

/// Hands out what is to be read, and gives the rows. What is refused comes back as the error's JSON text.
#[wasm_bindgen]
#[derive(Default)]
pub struct Overview {
    overview: soarwire::Overview,
    /// What is to be read, and of which tenant.
    reading: Option<(usize, AnyOperation)>,
}

#[wasm_bindgen]
impl Overview {
    /// A list over no tenants yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Overview {
        Overview::default()
    }

    /// One more tenant; its place is the number of those before it. The operation is JSON text.
    pub fn push(&mut self, name: String, operation: &str) -> Result<(), String> {
        let operation = AnyOperation::from_json(operation);
        let operation = operation.and_then(|operation| operation.check_lists().map(|()| operation));
        self.overview.push(name, operation.map_err(|error| error.to_json())?);
        Ok(())
    }

    /// What comes next, a line that says what it is, and more: `row` and it as JSON text; `read`, the place of the tenant, and the
    /// operation as JSON text; `end`, why the list of a tenant ended, which is empty if it failed, and its name; empty when all have
    /// ended.
    pub fn step(&mut self) -> String {
        match self.overview.step() {
            OverviewStep::Row(row) => ["row", "", &row.to_json()].join("\n"),
            OverviewStep::Read { tenant, operation } => {
                let lines = ["read", &tenant.to_string(), &operation.to_json()].join("\n");
                self.reading = Some((tenant, operation));
                lines
            }
            OverviewStep::Ended { tenant, result } => {
                ["end", result.map_or("", |end| end.as_str()), &tenant].join("\n")
            }
            _ => String::new(),
        }
    }

    /// Takes the body of the page that was to be read; returns whether it was a page.
    pub fn take(&mut self, body: &[u8]) -> bool {
        let Some((tenant, operation)) = &self.reading else { return false };
        let Ok(AnyAnswer::Page(page)) = operation.parse(Response::new(200, body)) else { return false };
        self.overview.take(*tenant, page);
        true
    }

    /// Says that the page could not be read: its tenant ends. Why is JavaScript's to tell.
    pub fn fail(&mut self) {
        if let Some((tenant, _)) = self.reading {
            self.overview.fail(tenant, ffi::invalid("page", "could not be read"));
        }
    }
}
