//! Tenants and the requests that they make.

use soarwire::{Secret, ffi::TenantConfig};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    crossing::{self, Code, enter},
    numbers::push_number,
    places::places,
    text::text,
    wire::write,
};

/// Stores a tenant in a slot: the argument is its settings as JSON text, wiped afterwards. Returns the documented pace, a line break
/// and, as `write` encodes it, an unsigned request without a path, with a line break for the content of the operation.
#[wasm_bindgen]
pub fn tenant(place: u32, len: u32) -> u32 {
    let made = enter(len, &mut |input, out| {
        let settings = Secret::new(String::from_utf8(input.into_owned()).unwrap_or_default());
        let tenant = TenantConfig::from_json(settings.expose())?.tenant()?;
        push_number(out, tenant.requests_per_second().into());
        out.push(b'\n');
        write(&tenant.frame().request("", |body| body.push('\n')), out);
        places(|places| places.tenants.get_mut(place as usize).map(|slot| *slot = Some(tenant)));
        Ok(Code::Text)
    });
    crossing::wipe();
    made
}

/// Builds a request; signed if the tenant has credentials, unless the time is NaN. The argument is the nonce.
#[wasm_bindgen]
pub fn request(tenant: u32, operation: u32, now_ms: f64, len: u32) -> u32 {
    enter(len, &mut |input, out| {
        places(|places| {
            let (tenant, operation) = (places.tenant(tenant)?, places.operation(operation)?);
            let request = if now_ms.is_nan() {
                tenant.build(operation)
            } else {
                tenant.sign_with(operation, text(&input), now_ms as u64)
            };
            write(&request?, out);
            Ok(Code::Text)
        })
    })
}
