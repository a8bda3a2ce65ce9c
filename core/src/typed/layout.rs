//! How the objects of a list are written: what one of them teaches speeds up finding the members of the others.

use super::{Shape, place::Place};
use crate::json::{Scanner, Span, skip};

/// How many members a layout has at most: what a server sends decides how many there are.
const MOST: usize = 256;

/// The texts between the values of an object.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    leads: Vec<Lead>,
}

/// The text from the end of a value to the next value: `, "status": `.
#[derive(Debug)]
struct Lead {
    text: Box<str>,
    /// Which of the known keys is in it.
    key: Option<usize>,
}

impl Layout {
    /// What a valid object teaches.
    pub(crate) fn learn(shape: &Shape, object: &str) -> Self {
        let mut leads = Vec::new();
        let mut end = 0;
        let _ = Scanner::new(object, 0).each_member(&mut |scanner, key| {
            scanner.peek();
            if leads.len() < MOST {
                let text = object.get(end..scanner.offset()).unwrap_or_default().into();
                leads.push(Lead { text, key: shape.key(&key.read(object)) });
            }
            scanner.value()?;
            end = scanner.offset();
            Ok(())
        });
        Layout { leads }
    }

    /// Finds the values of a valid object, and says how many are of known keys; `None`, after finding some or none, for an object
    /// that is written in another way.
    pub(super) fn find(&self, object: &str, places: &mut [Place]) -> Option<usize> {
        let bytes = object.as_bytes();
        let (mut leads, mut at, mut found) = (self.leads.iter(), 0, 0);
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            // A member of the first object may be missing here.
            let Some(lead) = leads.find(|lead| rest.starts_with(lead.text.as_bytes())) else { break };
            let start = at + lead.text.len();
            let (end, escaped) = skip(bytes, start);
            if let Some(place) = lead.key.and_then(|key| places.get_mut(key)) {
                *place = Place::new(Span { start: start as u32, end: end as u32 }, escaped);
                found += 1;
            }
            at = end;
        }
        // Nothing but the closing bracket may be left.
        Scanner::new(object, at).take(b'}').then_some(found)
    }
}
