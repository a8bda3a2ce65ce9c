//! Times as D3 takes them.

#[cfg(feature = "catalogue")]
use super::info::ParamType;
use super::{params::Param, value::Value};
use crate::{error::Error, json::Object};

/// A time, `yyyy-MM-dd HH:mm:ss`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Time(pub(crate) String);

impl Value for Time {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Time;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        String::read(name, value).map(Time)
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        if is_time(self.0.as_bytes()) {
            return Ok(());
        }
        Err(Error::invalid(name, "must be a time in UTC such as 2026-11-03 09:30:00"))
    }

    fn to_param(&self) -> Param {
        self.0.as_str().into()
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        body.text(wire_name, &self.0)
    }
}

fn is_time(text: &[u8]) -> bool {
    let digit = |byte: u8| byte.wrapping_sub(b'0');
    let two = |at: usize| match text.get(at..at + 2) {
        Some([tens, ones]) => digit(*tens) * 10 + digit(*ones),
        _ => 0,
    };
    let pattern = b"0000-00-00 00:00:00";
    text.len() == pattern.len()
        && text.iter().zip(pattern).all(|(byte, like)| match like {
            b'0' => byte.is_ascii_digit(),
            mark => byte == mark,
        })
        && (1..=12).contains(&two(5))
        && (1..=31).contains(&two(8))
        && two(11) < 24
        && two(14) < 60
        && two(17) < 60
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_date_and_seconds() {
        for good in ["2026-11-03 09:30:00", "2024-02-29 23:59:59", "1999-12-31 00:00:00"] {
            assert!(is_time(good.as_bytes()), "{good}");
        }
        for bad in [
            "",
            "2026-11-03",
            "2026-11-03T09:30:00",
            "2026-11-03 09:30",
            "2026-13-03 09:30:00",
            "2026-00-03 09:30:00",
            "2026-11-32 09:30:00",
            "2026-11-00 09:30:00",
            "2026-11-03 24:00:00",
            "2026-11-03 09:60:00",
            "2026-11-03 09:30:60",
            "2026-11-03 09:30:00Z",
            "11/03/2026 09:30:00",
            "２026-11-03 09:30:0",
        ] {
            assert!(!is_time(bad.as_bytes()), "{bad}");
        }
    }
}
