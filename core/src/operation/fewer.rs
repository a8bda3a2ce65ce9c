//! The same request for fewer incidents.

use super::params::{Param, Params};
use crate::{error::Error, id_index::Index, reply_context::Asked, text::element};

/// The parameters that list incidents or alerts: an operation has one of them, or none.
const LISTS: [&str; 4] = ["incident_numbers", "alert_ids", "linked_incident_numbers", "changes"];

/// The list of incidents of an operation, taken out of its parameters.
struct Taken {
    params: Params,
    name: &'static str,
    /// The id of each element.
    ids: Vec<String>,
    elements: Vec<Param>,
}

impl Taken {
    fn of(mut params: Params) -> Result<Self, Error> {
        // What any command sends is up to its caller, so that only he can divide it.
        let is_any_command = params.contains("name");
        let lists = LISTS.into_iter().filter(|_| !is_any_command);
        let taken = lists.map(|name| (name, params.take(name))).find(|(_, list)| list.is_some());
        let Some((name, Some(Param::List(elements)))) = taken else {
            return Err(Error::invalid(LISTS[0], "is not a parameter of this operation: it cannot be divided"));
        };
        let ids = elements.iter().map(id).collect();
        Ok(Taken { params, name, ids, elements })
    }
}

/// The incident that an element is about.
fn id(element: &Param) -> String {
    match element {
        Param::Text(text) | Param::Number(text) => text.clone(),
        Param::Object(change) => change
            .iter()
            .find_map(|(name, value)| match value {
                Param::Text(number) if name == "incident_number" => Some(number.clone()),
                _ => None,
            })
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// Whether these are all incidents of an operation, so that it needs no other parameters: even one that cannot be divided.
pub(crate) fn is_whole(asked: &Asked, ids: &[String]) -> bool {
    !ids.is_empty() && asked.ids() == ids
}

/// The parameters with only these incidents, in this order.
pub(crate) fn only(params: Params, ids: Vec<String>) -> Result<Params, Error> {
    let taken = Taken::of(params)?;
    if ids.is_empty() {
        return Err(Error::invalid("ids", "is empty: pass at least one incident of this operation"));
    }
    let (index, _) = Index::of(&taken.ids);
    if let Some(place) = ids.iter().position(|id| index.get(&taken.ids, id).is_none()) {
        return Err(Error::invalid(element("ids", place), "is not an incident of this operation"));
    }
    if taken.name != "changes" {
        return Ok(taken.params.set(taken.name, ids.as_slice()));
    }
    let (wanted, _) = Index::of(&ids);
    let changes = taken.elements.into_iter().filter(|change| wanted.get(&ids, &id(change)).is_some());
    Ok(taken.params.set(taken.name, Param::List(changes.collect())))
}

/// The parameters in parts of at most `size` incidents.
pub(crate) fn chunks(params: Params, size: usize) -> Result<Vec<Params>, Error> {
    let taken = Taken::of(params)?;
    if size == 0 {
        return Err(Error::invalid("size", "must be 1 or more"));
    }
    let part = |elements: &[Param]| taken.params.clone().set(taken.name, Param::List(elements.to_vec()));
    Ok(taken.elements.chunks(size).map(part).collect())
}
