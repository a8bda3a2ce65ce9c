//! Rows of a tenant that are found by id.

use std::collections::BTreeMap;

use super::dates;

/// Something with a unique id.
pub(super) trait Identified {
    fn id(&self) -> &str;
}

/// Rows in a fixed order, found by id.
#[derive(Debug, Clone)]
pub(super) struct Table<T> {
    rows: Vec<T>,
    index: BTreeMap<String, usize>,
}

impl<T: Identified> Table<T> {
    /// Of two rows with one id, the first stays.
    pub(super) fn new(rows: impl IntoIterator<Item = T>) -> Self {
        let mut table = Self { rows: Vec::new(), index: BTreeMap::new() };
        for row in rows {
            table.push(row);
        }
        table
    }

    /// Adds a row, unless there is one with its id.
    pub(super) fn push(&mut self, row: T) {
        if !self.index.contains_key(row.id()) {
            self.index.insert(row.id().to_owned(), self.rows.len());
            self.rows.push(row);
        }
    }

    /// A number such as `20261103-1050` that no row has.
    pub(super) fn unused_number(&self, now_ms: u64) -> String {
        let day = dates::compact_day(now_ms);
        let mut last = self.rows.len();
        loop {
            last += 1;
            let number = format!("{day}-{last}");
            if !self.index.contains_key(&number) {
                return number;
            }
        }
    }

    pub(super) fn get(&self, id: &str) -> Option<&T> {
        self.rows.get(*self.index.get(id)?)
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.rows.get_mut(*self.index.get(id)?)
    }

    pub(super) fn rows(&self) -> &[T] {
        &self.rows
    }

    pub(super) fn remove(&mut self, id: &str) {
        self.rows.retain(|row| row.id() != id);
        self.index_again();
    }

    fn index_again(&mut self) {
        self.index = self.rows.iter().enumerate().map(|(at, row)| (row.id().to_owned(), at)).collect();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sandbox::d3_incident::D3Incident;

    #[test]
    fn of_two_rows_with_one_id_the_first_stays() {
        let row = |number: &str, title: &str| -> D3Incident {
            serde_json::from_value(serde_json::json!({ "number": number, "title": title })).unwrap()
        };
        let mut table = Table::new([row("7", "first"), row("7", "second"), row("8", "third")]);
        assert_eq!(table.rows().len(), 2);
        assert_eq!(table.get("7").unwrap().title, "first");
        assert!(table.get("9").is_none());
        table.push(row("9", "fourth"));
        table.push(row("8", "fifth"));
        table.remove("7");
        let titles: Vec<_> = table.rows().iter().map(|row| row.title.as_str()).collect();
        assert_eq!(titles, ["third", "fourth"]);
        assert_eq!((table.get("8").unwrap().title.as_str(), table.get("7")), ("third", None));
    }
}
