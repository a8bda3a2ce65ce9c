//! Reads a journal, piece by piece: what is known of each incident, and where the journal ends.

use std::{collections::BTreeMap, mem};

use super::{
    super::{
        guard::Guard,
        halving::Halving,
        outcome::{Outcomes, State},
        packed::Packed,
        plan::Plan,
        template::Template,
    },
    line,
    record::FORMAT,
};
use crate::{
    error::Error,
    json::View,
    kind::Kind,
    operation::{Param, Params},
    reading::Settled,
    text::join,
};

/// What is known of an incident that has no outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Open {
    /// Nothing was sent for it, or what was sent was not carried out.
    #[default]
    Unsent,
    /// A request with this number may have gone out.
    Intended(u32),
    /// A request with this number may have gone out, of which nothing is known, whatever is known of a later one.
    Repeated(u32),
    /// Its request was refused as a whole, with this kind of error: to be sent again in halves.
    Refused(Kind),
}

/// Reads a journal: hand it the bytes of the file, then call [`JournalReader::finish`].
///
/// A torn line, a wrong checksum or zeros at the tail are a crash, and are left out; anywhere else they are damage. No I/O is done
/// here, and memory stays within what the plan and its outcomes take.
///
/// ```
/// use soarwire::bulk::JournalReader;
///
/// let mut reader = JournalReader::new();
/// reader.feed(b"00000000 {\"journal\":1}\n");
/// assert!(reader.finish().is_err());
/// ```
#[derive(Debug, Default)]
pub struct JournalReader {
    /// A line of which the end has not come yet.
    partial: Vec<u8>,
    /// How many bytes and lines were sound.
    sound_bytes: u64,
    lines: u64,
    /// What is wrong with the first line that is not sound.
    unsound: Option<Unsound>,
    /// The first fault that is not the end of the file.
    error: Option<Error>,
    told: Told,
}

/// The part of a journal that is behind its last sound line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unsound {
    /// One line, whatever it holds; then nothing but zeros may follow.
    Tail,
    /// More than that.
    Damage,
}

/// What the records said.
#[derive(Debug, Default)]
struct Told {
    head: Option<Header>,
    ids: Packed,
    fields: Option<Vec<Param>>,
    /// The places of all ids, ordered by id, once one was not where it was expected.
    sorted: Option<Vec<u32>>,
    /// The place behind the incident that was looked for last.
    expected: usize,
    /// Whether the plan is complete.
    is_planned: bool,
    requests: u64,
    outcomes: Outcomes,
    open: Vec<Open>,
    /// The incidents of the requests that may have gone out and have no outcome.
    intended: BTreeMap<u32, Vec<u32>>,
    /// Places that were given up without being sent.
    given_up: Vec<u32>,
    /// One more than the largest number of a request.
    next_request: u32,
    /// How many attempts were intended.
    intents: u64,
    /// The place behind the incident that was intended last.
    intents_end: usize,
    end: Option<String>,
    last_ms: u64,
}

#[derive(Debug)]
struct Header {
    run: String,
    template: Template,
    base_url: String,
    user: Option<String>,
    name: Option<String>,
    chunk: usize,
    guard: Guard,
    version: String,
    at_ms: u64,
}

impl JournalReader {
    /// A reader at the beginning of a journal.
    pub fn new() -> Self {
        JournalReader::default()
    }

    /// Takes the next bytes of the file.
    pub fn feed(&mut self, mut bytes: &[u8]) {
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            let (line, rest) = bytes.split_at(end);
            bytes = rest.get(1..).unwrap_or_default();
            if self.partial.is_empty() {
                self.line(line);
            } else {
                let mut whole = mem::take(&mut self.partial);
                whole.extend_from_slice(line);
                self.line(&whole);
                whole.clear();
                self.partial = whole;
            }
        }
        self.partial.extend_from_slice(bytes);
    }

    fn line(&mut self, line: &[u8]) {
        match (line::read(line), self.unsound) {
            (Some(json), None) => {
                self.sound_bytes += line.len() as u64 + 1;
                self.lines += 1;
                if self.error.is_none() {
                    self.error = self.told.take(json, self.lines).err();
                }
            }
            (None, None) if line::hides_another(line) => self.unsound = Some(Unsound::Damage),
            (None, None) => self.unsound = Some(Unsound::Tail),
            // A sound line behind one that is not, or a second one that is not.
            (_, Some(_)) => self.unsound = Some(Unsound::Damage),
        }
    }

    /// Whether this is a journal that ends before its plan was complete: nothing was sent, and another run may take its place.
    pub fn is_unbegun(&self) -> bool {
        let is_torn = self.partial.iter().any(|byte| *byte != 0);
        let is_damaged = self.unsound == Some(Unsound::Damage) || (self.unsound.is_some() && is_torn);
        !is_damaged && self.error.is_none() && self.told.head.is_some() && !self.told.is_planned
    }

    /// What the journal says.
    ///
    /// # Errors
    /// `invalid_request` (field `journal`) for one that is damaged, not a journal, of a newer version, or ends before its plan was
    /// complete: nothing was sent then.
    pub fn finish(mut self) -> Result<Journal, Error> {
        let is_zeros = |bytes: &[u8]| bytes.iter().all(|byte| *byte == 0);
        if !is_zeros(&self.partial) {
            self.unsound = Some(if self.unsound.is_some() { Unsound::Damage } else { Unsound::Tail });
        }
        let line = (self.lines + 1).to_string();
        if self.unsound == Some(Unsound::Damage) {
            let reason = "is damaged, and nothing was sent: the checksum is wrong at line ";
            return Err(invalid(&join(&[reason, &line, ", and more follows. Restore the file from a backup"], "")));
        }
        if let Some(error) = self.error {
            return Err(error);
        }
        let told = self.told;
        let Some(head) = told.head else {
            return Err(invalid("is not a journal, or was cut off before its first record: nothing was sent"));
        };
        if !told.is_planned {
            return Err(invalid("ends before its plan was complete, so nothing was sent: start the run again"));
        }
        let template = Template { fields: told.fields.map(Into::into), ..head.template };
        let plan = Plan { template, ids: told.ids.into(), chunk: head.chunk, tenant: head.name, guard: head.guard };
        Ok(Journal {
            run: head.run,
            plan,
            base_url: head.base_url,
            user: head.user,
            version: head.version,
            begun_ms: head.at_ms,
            last_ms: told.last_ms,
            end: told.end,
            outcomes: told.outcomes,
            open: told.open,
            next_request: told.next_request,
            intents: told.intents,
            sound_bytes: self.sound_bytes,
            lines: self.lines,
        })
    }
}

/// What a journal says: the run that it is of, and what is known of each incident.
#[derive(Clone, Debug)]
pub struct Journal {
    pub(crate) run: String,
    pub(crate) plan: Plan,
    pub(crate) base_url: String,
    pub(crate) user: Option<String>,
    pub(super) version: String,
    pub(crate) begun_ms: u64,
    pub(super) last_ms: u64,
    pub(crate) end: Option<String>,
    pub(crate) outcomes: Outcomes,
    pub(super) open: Vec<Open>,
    pub(crate) next_request: u32,
    pub(super) intents: u64,
    pub(crate) sound_bytes: u64,
    pub(crate) lines: u64,
}

fn invalid(reason: &str) -> Error {
    Error::invalid("journal", reason)
}

impl Told {
    fn take(&mut self, json: &str, line: u64) -> Result<(), Error> {
        let unreadable = || invalid(&join(&["has a record that cannot be read, at line ", &line.to_string()], ""));
        let view = View::parse(json, 0).map_err(|_| unreadable())?;
        let mut name = None;
        let mut is_moved = false;
        view.members(&mut |key, value| {
            if name.is_none() {
                name = Some((key.to_owned(), value));
            }
            // What reading back said later has no number.
            if key == "line" {
                is_moved = number(Some(value)) != Some(line);
            }
            if key == "at" {
                self.last_ms = number(Some(value)).unwrap_or(self.last_ms);
            }
        });
        let (name, value) = name.ok_or_else(unreadable)?;
        if is_moved {
            let reason = "is damaged, and nothing was sent: a line is missing, or is there twice, before line ";
            return Err(invalid(&join(&[reason, &line.to_string(), ". Restore the file from a backup"], "")));
        }
        let done = match name.as_str() {
            "journal" if line == 1 => return self.header(json, value),
            _ if self.head.is_none() => return Err(invalid("is not a journal: it begins with something else")),
            "plan" if !self.is_planned => self.plan(view),
            "planned" if !self.is_planned => self.planned(view),
            "intent" if self.is_planned => self.intent(view),
            "returned" if self.is_planned => self.returned(view),
            "outcome" if self.is_planned => self.outcome(view),
            "settled" if self.is_planned => self.settled(value),
            "end" => {
                self.end = value.string().map(|why| why.into_owned());
                Some(())
            }
            "resumed" => {
                self.end = None;
                // What was given up without being sent is taken up again.
                mem::take(&mut self.given_up).into_iter().for_each(|place| self.outcomes.reopen(place));
                Some(())
            }
            _ => None,
        };
        done.ok_or_else(unreadable)
    }

    fn header(&mut self, json: &str, format: View<'_>) -> Result<(), Error> {
        if number(Some(format)).is_none_or(|format| format > FORMAT) {
            return Err(invalid("was written by a newer version of soarwire: upgrade soarwire to resume it"));
        }
        let wrong = || invalid("has a first record that cannot be read");
        let mut head = Params::from_json(json).ok_or_else(wrong)?;
        let text = |head: &mut Params, name: &str| match head.take(name) {
            Some(Param::Text(text)) => Some(text),
            _ => None,
        };
        let number = |head: &mut Params, name: &str| match head.take(name) {
            Some(Param::Number(number)) => number.parse::<u64>().ok(),
            _ => None,
        };
        let Some(Param::Object(mut tenant)) = head.take("tenant") else { return Err(wrong()) };
        let Some(Param::Object(params)) = head.take("params") else { return Err(wrong()) };
        let operation = text(&mut head, "operation").ok_or_else(wrong)?;
        // The fields of each incident come with the plan.
        let template = match operation.as_str() {
            "d3.set_fields" if !params.contains("fields") => {
                let fields = params.clone().set("fields", Param::Object(Params::default().set("Title", "x")));
                Template { params, ..Template::from_params(&operation, fields)? }
            }
            _ => Template::from_params(&operation, params)?,
        };
        let guard = head.take("guard").map(Guard::from_param).transpose()?.unwrap_or_default();
        let header = Header {
            run: text(&mut head, "run").ok_or_else(wrong)?,
            template,
            base_url: text(&mut tenant, "base_url").ok_or_else(wrong)?,
            user: text(&mut tenant, "user"),
            name: text(&mut tenant, "name"),
            chunk: number(&mut head, "chunk").filter(|chunk| *chunk > 0).ok_or_else(wrong)? as usize,
            guard,
            version: text(&mut head, "version").unwrap_or_default(),
            at_ms: number(&mut head, "at").unwrap_or_default(),
        };
        self.head = Some(header);
        Ok(())
    }

    fn plan(&mut self, record: View<'_>) -> Option<()> {
        if number(record.get("plan"))? != self.requests {
            return None;
        }
        let ids = &mut self.ids;
        let requests = &mut self.requests;
        record.get("requests")?.elements(&mut |request| {
            *requests += 1;
            request.elements(&mut |id| ids.push(&id.string().unwrap_or_default()));
        });
        if let Some(fields) = record.get("fields") {
            let all = self.fields.get_or_insert_default();
            fields.elements(&mut |one| {
                let mut json = String::new();
                one.push_json(&mut json, usize::MAX);
                all.push(Params::from_json(&json).map_or(Param::Null, Param::Object));
            });
        }
        Some(())
    }

    fn planned(&mut self, record: View<'_>) -> Option<()> {
        let (requests, incidents) = (number(record.get("planned"))?, number(record.get("incidents"))?);
        let fields_fit = self.fields.as_ref().is_none_or(|fields| fields.len() == self.ids.len());
        if requests != self.requests || incidents != self.ids.len() as u64 || !fields_fit {
            return None;
        }
        self.outcomes.grow(self.ids.len());
        self.open = vec![Open::Unsent; self.ids.len()];
        self.next_request = requests as u32;
        self.is_planned = true;
        Some(())
    }

    /// The place of an incident: mostly the one behind the last.
    fn place(&mut self, id: View<'_>) -> Option<u32> {
        let id = id.string()?;
        let mut place = self.expected;
        if self.ids.get(place) != id {
            let sorted = self.sorted.get_or_insert_with(|| self.ids.sorted());
            place = self.ids.find(sorted, &id)?;
        }
        self.expected = place + 1;
        Some(place as u32)
    }

    /// Has the incidents of a request looked for where they are.
    fn expect(&mut self, request: u32) {
        if let Some(first) = self.intended.get(&request).and_then(|places| places.first()) {
            self.expected = *first as usize;
        }
    }

    fn intent(&mut self, record: View<'_>) -> Option<()> {
        let request = number(record.get("intent"))? as u32;
        self.next_request = self.next_request.max(request.checked_add(1)?);
        self.expected = self.intents_end;
        let mut is_known = true;
        let mut places = Vec::new();
        record.get("ids")?.elements(&mut |id| match self.place(id) {
            Some(place) => places.push(place),
            None => is_known = false,
        });
        self.intents_end = self.expected;
        self.intents += 1;
        for place in &places {
            // What was settled before is attempted anew.
            self.outcomes.reopen(*place);
            let open = self.open.get_mut(*place as usize)?;
            *open = match open {
                Open::Intended(first) | Open::Repeated(first) => Open::Repeated(*first),
                Open::Unsent | Open::Refused(_) => Open::Intended(request),
            };
        }
        self.intended.insert(request, places);
        is_known.then_some(())
    }

    fn returned(&mut self, record: View<'_>) -> Option<()> {
        let request = number(record.get("returned"))? as u32;
        let why = record.get("why")?.string()?;
        let refused = Halving::KINDS.into_iter().find(|kind| kind.as_str() == why);
        let becomes = refused.map_or(Open::Unsent, Open::Refused);
        for place in self.intended.remove(&request)? {
            let open = self.open.get_mut(place as usize)?;
            if *open == Open::Intended(request) {
                *open = becomes;
            }
        }
        Some(())
    }

    fn outcome(&mut self, record: View<'_>) -> Option<()> {
        let request = number(record.get("outcome")).map(|request| request as u32);
        request.into_iter().for_each(|request| self.expect(request));
        let mut is_known = true;
        let mut rows = Vec::new();
        record.get("rows")?.elements(&mut |row| {
            let (mut place, mut state, mut reason) = (None, None, None);
            row.members(&mut |key, value| match key {
                "id" => place = self.place(value),
                "outcome" => state = value.string().and_then(|name| State::from_name(&name)),
                "reason" => reason = value.string(),
                _ => {}
            });
            match (place, state) {
                (Some(place), Some(state)) => rows.push((place, state, reason)),
                _ => is_known = false,
            }
        });
        for (place, state, reason) in rows {
            let request = request.filter(|_| state != State::NotAttempted);
            self.given_up.extend((state == State::NotAttempted).then_some(place));
            self.outcomes.set(place, request, state, reason.as_deref());
            *self.open.get_mut(place as usize)? = Open::Unsent;
        }
        request.into_iter().for_each(|request| drop(self.intended.remove(&request)));
        is_known.then_some(())
    }

    fn settled(&mut self, rows: View<'_>) -> Option<()> {
        let mut is_known = true;
        let mut all = Vec::new();
        rows.elements(&mut |row| {
            let place = row.get("id").and_then(|id| self.place(id));
            match (place, row.get("settled").and_then(View::string)) {
                (Some(place), Some(settled)) => all.push((place, settled)),
                _ => is_known = false,
            }
        });
        for (place, settled) in all {
            let open = self.open.get_mut(place as usize)?;
            if settled == Settled::InEffect.as_str() {
                // That is an outcome: its request is no longer open.
                if let Open::Intended(request) | Open::Repeated(request) = mem::take(open) {
                    self.outcomes.set(place, Some(request), State::Succeeded, None);
                }
            }
            self.outcomes.set_settled(place, &settled);
        }
        is_known.then_some(())
    }
}

/// A whole number.
fn number(value: Option<View<'_>>) -> Option<u64> {
    value?.word()?.parse().ok()
}
