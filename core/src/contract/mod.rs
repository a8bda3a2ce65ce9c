//! What crosses a language boundary: any operation by its id, with its parameters as JSON.

mod any_operation;
mod tenant_config;

pub use any_operation::AnyOperation;
pub use tenant_config::{AnyTenant, TenantConfig};
