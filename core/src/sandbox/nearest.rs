//! The right name for one that was written wrongly.

/// The name nearest to what was given, if one is near: letter case and separators do not count, and a third of the letters
/// may differ.
pub(super) fn nearest<'n>(given: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let given = plain(given);
    let distances = names.into_iter().map(|name| {
        let name_letters = plain(name);
        (distance(&given, &name_letters), name_letters.len().max(given.len()) / 3, name)
    });
    distances
        .filter(|(distance, most, _)| distance <= most)
        .min_by_key(|(distance, ..)| *distance)
        .map(|(.., name)| name)
}

/// What counts of a name: names are ASCII. Nobody writes longer ones by mistake, and the time is quadratic.
fn plain(name: &str) -> Vec<u8> {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).take(64).collect()
}

/// How many letters to insert, remove or replace.
fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut left = at + 1;
        let mut next = vec![left];
        for (replaced, (removed, same)) in row.iter().zip(row.iter().skip(1).zip(other)) {
            left = (removed + 1).min(left + 1).min(replaced + usize::from(letter != same));
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_suggested() {
        let names = ["d3.close_incident", "d3.close_incidents", "CloseIncidentInBulk", "xpanse"];
        for (given, expected) in [
            ("d3.close_incidnets", Some("d3.close_incidents")),
            ("D3.CloseIncidents", Some("d3.close_incidents")),
            ("closeincidentinbulk", Some("CloseIncidentInBulk")),
            ("expanse", Some("xpanse")),
            ("update", None),
            ("", None),
        ] {
            assert_eq!(nearest(given, names), expected, "{given}");
        }
    }

    #[test]
    fn distances() {
        for (one, other, expected) in
            [("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abcd", "acbd", 2), ("kitten", "sitting", 3)]
        {
            assert_eq!(distance(&plain(one), &plain(other)), expected, "{one} {other}");
        }
    }
}
