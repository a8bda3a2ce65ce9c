//! The same request for fewer incidents.

use super::params::{Param, Params};
use crate::{error::Error, id_index::Index, reply_context::Asked, text::element};

const INCIDENTS: &str = "incident_numbers";

/// The parameters, and their incidents taken out.
fn taken(mut params: Params) -> Result<(Params, Vec<String>), Error> {
    let Some(Param::List(incidents)) = params.take(INCIDENTS) else {
        return Err(Error::invalid(INCIDENTS, "is not a parameter of this operation: it cannot be divided"));
    };
    let text = |incident| match incident {
        Param::Text(text) => Some(text),
        _ => None,
    };
    Ok((params, incidents.into_iter().filter_map(text).collect()))
}

fn put(params: Params, incidents: &[String]) -> Params {
    params.set(INCIDENTS, incidents)
}

/// Whether these are all incidents of an operation, so that it needs no other parameters: even one that cannot be divided.
pub(crate) fn is_whole(asked: &Asked, ids: &[String]) -> bool {
    !ids.is_empty() && asked.ids() == ids
}

/// The parameters with only these incidents.
pub(crate) fn only(params: Params, ids: Vec<String>) -> Result<Params, Error> {
    let (params, incidents) = taken(params)?;
    if ids.is_empty() {
        return Err(Error::invalid("ids", "is empty: pass at least one incident of this operation"));
    }
    let (index, _) = Index::of(&incidents);
    match ids.iter().position(|id| index.get(&incidents, id).is_none()) {
        Some(place) => Err(Error::invalid(element("ids", place), "is not an incident of this operation")),
        None => Ok(put(params, &ids)),
    }
}

/// The parameters in parts of at most `size` incidents.
pub(crate) fn chunks(params: Params, size: usize) -> Result<Vec<Params>, Error> {
    let (params, incidents) = taken(params)?;
    if size == 0 {
        return Err(Error::invalid("size", "must be 1 or more"));
    }
    Ok(incidents.chunks(size).map(|incidents| put(params.clone(), incidents)).collect())
}
