//! The fields of a D3 list, which has conditions on them.

use super::{conditions::Condition, operators::operators};
use crate::operation::Param;

/// A field of a D3 incident, for conditions such as `Field::new("Status").eq("Open")`.
#[derive(Clone, Debug)]
pub struct Field {
    section: Option<String>,
    name: String,
}

impl Field {
    /// A static field, by the vendor's name such as `Status` or `IR Number`.
    pub fn new(name: impl Into<String>) -> Self {
        Field { section: None, name: name.into() }
    }

    /// A dynamic field, by its section and its name.
    pub fn in_section(section: impl Into<String>, name: impl Into<String>) -> Self {
        Field { section: Some(section.into()), name: name.into() }
    }

    fn condition(self, operator: &str, value: Option<Param>) -> Condition {
        Condition::on(self.section, self.name, operator, value)
    }
}

macro_rules! method {
    (#[doc = $doc:literal] $name:ident $wire_name:literal Nothing) => {
        #[doc = $doc]
        pub fn $name(self) -> Condition {
            self.condition($wire_name, None)
        }
    };
    (#[doc = $doc:literal] $name:ident $wire_name:literal Text) => {
        #[doc = $doc]
        pub fn $name(self, value: impl Into<String>) -> Condition {
            self.condition($wire_name, Some(Param::Text(value.into())))
        }
    };
    (#[doc = $doc:literal] $name:ident $wire_name:literal $operand:ident) => {
        #[doc = $doc]
        pub fn $name(self, value: impl Into<Param>) -> Condition {
            self.condition($wire_name, Some(value.into()))
        }
    };
}

macro_rules! methods {
    ($(#[doc = $doc:literal] $name:ident: $wire_name:literal $operand:ident;)*) => {
        impl Field {
            $(method!(#[doc = $doc] $name $wire_name $operand);)*
        }
    };
}

operators!(methods);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Operation, d3::GetIncidents};

    fn refusal(condition: Condition) -> Option<String> {
        let list = GetIncidents::new("2026-11-01 00:00:00", "2026-11-04 00:00:00").filter([[condition]]);
        list.validate().err().map(|error| error.to_string())
    }

    #[test]
    fn conditions_on_fields_are_those_by_name() {
        let field = || Field::new("Severity");
        assert_eq!(field().eq("High"), Condition::new("Severity", "=", "High"));
        assert_eq!(field().neq(true), Condition::new("Severity", "!=", true));
        assert_eq!(field().like("H%"), Condition::new("Severity", "LIKE", "H%"));
        assert_eq!(field().is_empty(), Condition::is_empty("Severity"));
        assert_eq!(field().is_not_empty(), Condition::is_not_empty("Severity"));
        let dynamic = Condition::new("Score", ">=", 5u32).section("Risk");
        assert_eq!(Field::in_section("Risk", "Score").gte(5u32), dynamic);
        for condition in [field().lt(1u32), field().gt(1u32), field().lte("a"), dynamic] {
            assert_eq!(refusal(condition), None);
        }
        let blank = Some("invalid_request: filter[0][0].field is blank: pass the name of a field".to_owned());
        assert_eq!(refusal(Field::new(" ").is_empty()), blank);
    }
}
