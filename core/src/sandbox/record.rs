//! Recording effects: how endpoints report what they did.

use std::collections::BTreeMap;

use super::effects::{Effects, IncidentEffects, Totals};
use super::vendor::Vendor;

/// One thing done to one incident, by the name of its counter or list in [`IncidentEffects`]. A name that is no field of
/// it is counted under `other`, or kept under `other_texts`.
#[derive(Debug, Clone, Copy)]
pub(super) enum SimEffect<'a> {
    /// Doing it twice is the same as doing it once, or it carries no text.
    Counted(&'static str),
    /// A text that was appended.
    Appended(&'static str, &'a str),
}

impl SimEffect<'_> {
    pub(super) const CLOSE: Self = Self::Counted("closes");
    pub(super) const OWNER_CHANGE: Self = Self::Counted("owner_changes");
    pub(super) const LINK: Self = Self::Counted("links");
    pub(super) const STATUS_CHANGE: Self = Self::Counted("status_changes");
    pub(super) const SEVERITY_CHANGE: Self = Self::Counted("severity_changes");
    pub(super) const RESOLVE_COMMENT: Self = Self::Counted("resolve_comments");
}

impl Effects {
    /// Counts a request by the vendor's name.
    pub(super) fn count(&mut self, wire_name: &str, executed: bool) {
        update(&mut self.operations, wire_name, |counts| {
            counts.received += 1;
            *(if executed { &mut counts.executed } else { &mut counts.refused }) += 1;
        });
    }

    /// Notes what was done to an incident.
    pub(super) fn record(&mut self, vendor: Vendor, incident: &str, effect: SimEffect<'_>) {
        let incidents = match vendor {
            Vendor::D3 => &mut self.d3,
            Vendor::Xpanse => &mut self.xpanse,
        };
        note(incidents, &mut self.totals, incident, effect);
    }

    /// Notes what was done to an Xpanse alert.
    pub(super) fn record_alert(&mut self, alert: &str, effect: SimEffect<'_>) {
        note(&mut self.xpanse_alerts, &mut self.totals, alert, effect);
    }
}

fn note(rows: &mut BTreeMap<String, IncidentEffects>, totals: &mut Totals, row: &str, effect: SimEffect<'_>) {
    let (SimEffect::Counted(name) | SimEffect::Appended(name, _)) = effect;
    update(rows, row, |row| match effect {
        SimEffect::Counted(name) => *row.counter(name) += 1,
        SimEffect::Appended(name, text) => row.texts(name).push(text.to_owned()),
    });
    *totals.counter(name) += 1;
}

impl IncidentEffects {
    fn counter(&mut self, name: &'static str) -> &mut u64 {
        match name {
            "closes" => &mut self.closes,
            "owner_changes" => &mut self.owner_changes,
            "links" => &mut self.links,
            "status_changes" => &mut self.status_changes,
            "severity_changes" => &mut self.severity_changes,
            "resolve_comments" => &mut self.resolve_comments,
            _ => self.other.entry(name).or_default(),
        }
    }

    fn texts(&mut self, name: &'static str) -> &mut Vec<String> {
        match name {
            "conclusions" => &mut self.conclusions,
            "comments" => &mut self.comments,
            "notes" => &mut self.notes,
            _ => self.other_texts.entry(name).or_default(),
        }
    }
}

impl Totals {
    fn counter(&mut self, name: &'static str) -> &mut u64 {
        match name {
            "closes" => &mut self.closes,
            "owner_changes" => &mut self.owner_changes,
            "links" => &mut self.links,
            "status_changes" => &mut self.status_changes,
            "severity_changes" => &mut self.severity_changes,
            "resolve_comments" => &mut self.resolve_comments,
            "conclusions" => &mut self.conclusions,
            "comments" => &mut self.comments,
            "notes" => &mut self.notes,
            _ => self.other.entry(name).or_default(),
        }
    }
}

/// Like `map.entry`, but a key that is already there costs no new `String`.
fn update<T: Default>(map: &mut BTreeMap<String, T>, key: &str, change: impl FnOnce(&mut T)) {
    if let Some(value) = map.get_mut(key) {
        return change(value);
    }
    change(map.entry(key.to_owned()).or_default());
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::effects::Duplicate;
    use super::*;

    #[test]
    fn counts_per_incident_add_up_to_the_totals() {
        let mut effects = Effects::default();
        effects.record(Vendor::D3, "A", SimEffect::CLOSE);
        effects.record(Vendor::D3, "B", SimEffect::CLOSE);
        effects.record(Vendor::Xpanse, "A", SimEffect::Appended("comments", "hello"));
        assert_eq!(effects.incident("A").unwrap().closes, 1);
        assert_eq!(effects.xpanse.get("A").unwrap().comments, ["hello"]);
        assert_eq!((effects.totals.closes, effects.totals.comments), (2, 1));
        assert!(effects.incident("C").is_none());
    }

    #[test]
    fn an_alert_is_not_the_incident_of_the_same_id() {
        let mut effects = Effects::default();
        effects.record(Vendor::Xpanse, "7", SimEffect::Appended("comments", "hello"));
        effects.record_alert("7", SimEffect::Appended("comments", "hello"));
        assert!(effects.duplicates().is_empty());
        effects.record_alert("7", SimEffect::Appended("comments", "hello"));
        assert_eq!(effects.duplicates().len(), 1);
        assert_eq!(effects.incident("7").unwrap().comments.len(), 1);
        assert_eq!(effects.xpanse_alerts.get("7").unwrap().comments.len(), 2);
        assert_eq!(effects.totals.comments, 3);
    }

    #[test]
    fn every_effect_has_a_counter_of_its_own() {
        for effect in [
            SimEffect::CLOSE,
            SimEffect::OWNER_CHANGE,
            SimEffect::LINK,
            SimEffect::STATUS_CHANGE,
            SimEffect::SEVERITY_CHANGE,
            SimEffect::RESOLVE_COMMENT,
        ] {
            let mut effects = Effects::default();
            effects.record(Vendor::D3, "A", effect);
            assert!(effects.incident("A").unwrap().other.is_empty() && effects.totals.other.is_empty(), "{effect:?}");
            assert_ne!(effects.totals, Totals::default(), "{effect:?}");
        }
    }

    #[test]
    fn a_new_name_counts_like_the_others() {
        let mut effects = Effects::default();
        effects.record(Vendor::D3, "A", SimEffect::Counted("tag_changes"));
        for _ in 0..2 {
            effects.record(Vendor::D3, "A", SimEffect::Appended("playbooks", "Triage"));
        }
        let json = effects.to_json();
        assert_eq!(json.pointer("/d3/A/tag_changes"), Some(&1.into()));
        assert_eq!(json.pointer("/d3/A/playbooks/1"), Some(&"Triage".into()));
        assert_eq!(json.pointer("/d3/A/closes"), Some(&0.into()));
        assert_eq!(json.pointer("/totals/playbooks"), Some(&2.into()));
        assert_eq!(json.pointer("/duplicates/0/kind"), Some(&"playbooks".into()));
    }

    #[test]
    fn only_a_text_repeated_on_one_incident_is_a_duplicate() {
        let mut effects = Effects::default();
        effects.record(Vendor::D3, "A", SimEffect::Appended("conclusions", "done"));
        effects.record(Vendor::D3, "B", SimEffect::Appended("conclusions", "done"));
        effects.record(Vendor::D3, "A", SimEffect::Appended("notes", "done"));
        assert!(effects.duplicates().is_empty());
        effects.record(Vendor::D3, "A", SimEffect::Appended("conclusions", "done"));
        let expected = Duplicate { incident: "A".to_owned(), kind: "conclusion", text: "done".to_owned(), times: 2 };
        assert_eq!(effects.duplicates(), [expected]);
        assert_eq!(effects.to_json().pointer("/duplicates/0/times"), Some(&2.into()));
    }

    #[test]
    fn received_is_executed_plus_refused() {
        let mut effects = Effects::default();
        effects.count("CloseIncident", true);
        effects.count("CloseIncident", false);
        let counts = effects.operation("CloseIncident");
        assert_eq!((counts.received, counts.executed, counts.refused), (2, 1, 1));
        assert_eq!(effects.operation("Unheard").received, 0);
    }
}
