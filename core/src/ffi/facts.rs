//! Facts that only the core knows, for a binding that makes answers and errors from their canonical JSON by itself. The browser's
//! does: `rebuilt` would enlarge its download by a seventh.

use super::any_operation::reading;
use crate::{
    json::View,
    kind::{Kind, Repeat},
};

/// What the catalogue says of a kind, in lines: its family, the HTTP status that stands for it (0 for none), whether the request may
/// have been carried out, whether it is always safe to repeat, and its meaning without the full stop. `None` for an unknown name.
pub fn kind_lines(name: &str) -> Option<String> {
    let kind = Kind::from_name(name)?;
    let mut lines = String::new();
    for (line, end) in [
        (kind.family().as_str(), "\n"),
        (&kind.status().to_string(), "\n"),
        (if kind.maybe_executed() { "true" } else { "" }, "\n"),
        (if kind.repeat() == Repeat::Always { "true" } else { "" }, "\n"),
        (kind.meaning().trim_end_matches('.'), ""),
    ] {
        lines.push_str(line);
        lines.push_str(end);
    }
    Some(lines)
}

/// For the id of an operation that lists: the rows of the items in a JSON array, as a JSON array. For one that does not list: the
/// names of the types that it answers with. `None` for an unknown id.
pub fn rows_json(id: &str, items: &str) -> Option<Result<String, &'static [&'static str]>> {
    let (_, reading) = reading(id)?;
    let list = |keys: &'static crate::answer::RowKeys| Some(keys.rows_json(View::parse(items, 0).ok()?));
    Some(reading.rows.and_then(list).ok_or(reading.answers))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Operation, Response, xpanse};

    #[test]
    fn a_kind_is_told_with_its_defaults() {
        let lines = "transport\n0\n\ntrue\nThe host name could not be resolved; nothing was sent";
        assert_eq!(kind_lines("dns").as_deref(), Some(lines));
        assert!(kind_lines("server_error").is_some_and(|lines| lines.starts_with("service\n500\ntrue\n\nThe")));
        assert_eq!(kind_lines("bad luck"), None);
    }

    #[test]
    fn rows_are_those_of_the_page() -> Result<(), crate::Error> {
        let items = r#"[{"incident_id": 7, "status": "new"}, {"note": "of nobody"}]"#;
        let body = format!(r#"{{"reply": {{"incidents": {items}}}}}"#);
        let page = xpanse::GetIncidents::new().parse(Response::new(200, body.as_bytes()))?;
        assert_eq!(rows_json("xpanse.get_incidents", items), Some(Ok(page.rows_json(0, usize::MAX))));
        assert_eq!(rows_json("d3.add_tags", items), Some(Err(&["report"][..])));
        assert_eq!(rows_json("d3.command", items), Some(Err(&["report", "reply"][..])));
        assert_eq!(rows_json("d3.nothing", items), None);
        Ok(())
    }
}
