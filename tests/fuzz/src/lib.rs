//! What the fuzz targets share: reading an input, and what must hold for every report and every error.

pub mod case;
pub mod json;
pub mod laws;
mod params;
pub mod read_vectors;
pub mod time;
