//! Code shared by the fuzz targets: reading inputs, and the laws that hold for every report and every error.

pub mod case;
pub mod json;
pub mod laws;
pub mod params;
pub mod read_vectors;
mod reads;
mod row;
pub mod time;
pub mod typed;
