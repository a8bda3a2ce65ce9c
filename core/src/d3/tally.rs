//! What the items of an answer say of each incident.

use crate::{
    answer::{Matcher, Verdict},
    json::{Source, Text},
    reply_context::Asked,
};

/// What the items of an answer say of each incident that was asked for.
pub(super) struct Tally<'a> {
    matcher: Matcher<'a>,
    verdicts: Vec<Verdict>,
    /// Which of them say something.
    claimed: Vec<u32>,
    /// Where the request names no incident: those that the answer names.
    named: Option<Named>,
    pub(super) doubt: Doubt,
}

/// Which words of the envelope still hold for incidents without an item of their own.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doubt {
    #[default]
    None,
    /// Something went wrong or cannot be read, and nobody says for whom: not that of success.
    Success,
    /// An error names no incident: none.
    All,
}

impl<'a> Tally<'a> {
    pub(super) fn new(asked: &'a Asked, named_by_answer: bool) -> Self {
        let ids = asked.ids();
        let named = named_by_answer.then(Named::default);
        Tally {
            matcher: Matcher::new(asked),
            verdicts: vec![Verdict::Unreported; ids.len()],
            claimed: Vec::new(),
            named,
            doubt: Doubt::None,
        }
    }

    /// Forgets all claims: of a duplicate key the last counts. It takes as long as they took, however many were asked for.
    pub(super) fn clear(&mut self) {
        for index in self.claimed.drain(..) {
            if let Some(verdict) = self.verdicts.get_mut(index as usize) {
                *verdict = Verdict::Unreported;
            }
        }
        self.named = self.named.as_ref().map(|_| Named::default());
        self.doubt = Doubt::None;
    }

    /// Takes what is said of an incident; whether it is one that the report is about.
    pub(super) fn claim(&mut self, id: &str, verdict: Verdict) -> bool {
        let slot = match &mut self.named {
            Some(named) => named.slot(id),
            None => self.matcher.find(id).and_then(|index| {
                let slot = self.verdicts.get_mut(index)?;
                if *slot == Verdict::Unreported {
                    self.claimed.push(index as u32);
                }
                Some(slot)
            }),
        };
        let is_known = slot.is_some();
        if let Some(slot) = slot {
            *slot = slot.merged(verdict);
        }
        is_known
    }

    /// Takes a bare text out of a list of errors, which may be an incident or anything else; whether it is an incident.
    pub(super) fn fail(&mut self, id: &str, reason: Text) -> bool {
        self.named.as_ref().is_none_or(|named| named.find(id).is_ok()) && self.claim(id, Verdict::Failed(reason))
    }

    /// Notes that less of the envelope's word holds.
    pub(super) fn doubt(&mut self, doubt: Doubt) {
        self.doubt = self.doubt.max(doubt);
    }

    /// Lets the envelope speak for the incidents of which nothing was said.
    pub(super) fn speak_for_all(&mut self, verdict: Verdict) {
        for slot in self.verdicts.iter_mut().filter(|slot| **slot == Verdict::Unreported) {
            *slot = verdict;
        }
    }

    /// The incidents that the report is about, with a verdict each: those that were asked for, or those that the answer
    /// names, or one without a name.
    pub(super) fn finish(self, asked: &Asked) -> (Asked, Vec<Verdict>) {
        match self.named.filter(|named| !named.ids.is_empty()) {
            Some(named) => (Asked::new(named.ids), named.verdicts),
            None => (asked.clone(), self.verdicts),
        }
    }

    /// Whether the answer names more incidents than are kept.
    pub(super) fn is_cut(&self) -> bool {
        self.named.as_ref().is_some_and(|named| named.is_cut)
    }
}

/// Incidents as an answer names them. One is what is documented; a server could name millions.
#[derive(Default)]
struct Named {
    ids: Vec<String>,
    verdicts: Vec<Verdict>,
    /// Places in `ids`, ordered by id: a server's ids are not hashed.
    order: Vec<usize>,
    is_cut: bool,
}

impl Named {
    const MOST: usize = 1000;

    /// Where in `order` an id stands or should stand.
    fn find(&self, id: &str) -> Result<usize, usize> {
        self.order.binary_search_by(|place| self.ids.get(*place).map_or("", String::as_str).cmp(id))
    }

    fn slot(&mut self, id: &str) -> Option<&mut Verdict> {
        let index = match self.find(id) {
            Ok(found) => *self.order.get(found)?,
            Err(_) if self.ids.len() >= Self::MOST => {
                self.is_cut = true;
                return None;
            }
            Err(at) => {
                self.order.insert(at, self.ids.len());
                self.ids.push(id.to_owned());
                self.verdicts.push(Verdict::Unreported);
                self.ids.len() - 1
            }
        };
        self.verdicts.get_mut(index)
    }
}

/// A word that an envelope says.
#[derive(Clone, Copy)]
pub(super) struct Word {
    pub(super) text: Text,
    pub(super) is_success: bool,
}

impl Word {
    /// The verdict of an envelope for all that was asked for; `None` when it says nothing of each.
    pub(super) fn verdict(self, doubt: Doubt, source: &Source) -> Option<Verdict> {
        let is_partial = || {
            let word = source.read(self.text);
            word.trim().get(..7).is_some_and(|start| start.eq_ignore_ascii_case("partial"))
        };
        match doubt {
            Doubt::All => None,
            Doubt::Success if self.is_success => None,
            _ if self.is_success => Some(Verdict::Succeeded),
            _ if is_partial() => None,
            _ => Some(Verdict::Failed(self.text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forgotten_is_what_was_claimed() {
        let asked = Asked::new((0..1_000).map(|number| number.to_string()).collect());
        let mut tally = Tally::new(&asked, false);
        for id in ["7", "8", "7", "stranger"] {
            tally.claim(id, Verdict::Succeeded);
        }
        // So that many lists that say little cost little, however many incidents were asked for.
        assert_eq!(tally.claimed, [7, 8]);
        tally.clear();
        assert!(tally.claimed.is_empty());
        tally.claim("9", Verdict::Succeeded);
        let (_, verdicts) = tally.finish(&asked);
        let said: Vec<usize> =
            (0..verdicts.len()).filter(|at| verdicts.get(*at) != Some(&Verdict::Unreported)).collect();
        assert_eq!(said, [9]);
    }
}
