//! How a typed view is declared, once.
//!
//! ```text
//! typed! {
//!     /// What it is; this is the documentation in every language.
//!     Incident {
//!         vendor: "xpanse",
//!         page: "the vendor's page",
//!         operations: ["xpanse.get_incidents"],            // whose pages list such objects
//!         headline: ["incident_id", "status"],             // the fields that say most
//!     }
//!     fields {
//!         /// What it is, with its unit.
//!         incident_id: Id => "incident_id",                // name: type => the vendor's keys
//!     }
//! }
//! ```

macro_rules! typed {
    (
        $(#[doc = $doc:literal])*
        $name:ident {
            vendor: $vendor:literal,
            page: $page:literal,
            operations: [$($operation:literal),*],
            headline: [$($headline:literal),*],
        }
        fields {
            $($(#[doc = $fdoc:literal])* $field:ident: $of:ident => $($key:literal)|+,)*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone)]
        pub struct $name<'a> {
            item: $crate::answer::Item<'a>,
            members: $crate::typed::Members,
        }

        impl<'a> $name<'a> {
            /// The objects of this type that a page lists, in the order of the answer; none if it lists others.
            pub fn of(page: &'a $crate::answer::Page) -> impl ExactSizeIterator<Item = $name<'a>> {
                let lists = SHAPE.operations.contains(&page.operation());
                let items = page.items().take(if lists { usize::MAX } else { 0 });
                let layout = page.item_at(0).map(|first| $crate::typed::Layout::learn(&SHAPE, first.as_json()));
                items.map(move |item| {
                    let members = match &layout {
                        Some(layout) => $crate::typed::Members::find_alike(&SHAPE, layout, item.as_json()),
                        None => $crate::typed::Members::find(&SHAPE, item.as_json()),
                    };
                    $name { item, members }
                })
            }

            /// An item as an object of this type.
            pub fn new(item: $crate::answer::Item<'a>) -> Self {
                $name { item, members: $crate::typed::Members::find(&SHAPE, item.as_json()) }
            }

            /// The vendor's own object, unknown members included.
            pub fn item(&self) -> $crate::answer::Item<'a> {
                self.item
            }

            $(
                $(#[doc = $fdoc])*
                #[doc = ""]
                #[doc = concat!("The vendor's", $(" `", $key, "`"),+, $crate::typed::declare::unit!($of), ".")]
                pub fn $field(&self) -> Option<$crate::typed::declare::rust_type!($of 'a)> {
                    const FIELD: $crate::typed::Field = $crate::typed::declare::field!($field $of $($key)+);
                    match self.members.value(self.item.as_json(), &FIELD) {
                        $crate::typed::declare::pattern!($of value) => Some(value),
                        _ => None,
                    }
                }
            )*
        }

        /// Prints the fields that say most.
        impl std::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut debug = f.debug_struct(stringify!($name));
                for field in SHAPE.headline() {
                    debug.field(field.name, self.members.value(self.item.as_json(), field).shown());
                }
                debug.finish_non_exhaustive()
            }
        }

        /// Equal objects are written alike.
        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.item == other.item
            }
        }

        /// The places of the fields among the fields.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "they are called as the fields are")]
        enum Index {
            $($field,)*
        }

        /// How many keys each field has.
        const COUNTS: &[usize] = &[$([$($key),+].len(),)*];

        pub(crate) static SHAPE: $crate::typed::Shape = $crate::typed::Shape {
            vendor: $vendor,
            name: stringify!($name),
            operations: &[$($operation),*],
            headline: &[$($headline),*],
            fields: &[$($crate::typed::declare::field!($field $of $($key)+),)*],
            keys: &[$($($crate::typed::Key::new($key),)+)*],
        };

        #[cfg(feature = "catalogue")]
        pub(crate) const INFO: $crate::typed::TypeInfo = $crate::typed::TypeInfo {
            shape: &SHAPE,
            page: $page,
            doc: concat!($($doc, "\n"),*),
            docs: &[$(concat!($($fdoc, "\n"),*),)*],
        };
    };
}

/// A field of the type whose `COUNTS` and `Index` are in scope.
macro_rules! field {
    ($field:ident $of:ident $($key:literal)+) => {
        $crate::typed::Field {
            name: stringify!($field),
            of: $crate::typed::FieldType::$of,
            keys: &[$($key),+],
            at: $crate::typed::declare::sum(COUNTS, Index::$field as usize),
        }
    };
}

/// The sum of the first of these counts.
pub(crate) const fn sum(counts: &[usize], mut first: usize) -> usize {
    let (mut sum, mut rest) = (0, counts);
    while let ([count, behind @ ..], 1..) = (rest, first) {
        sum += *count;
        first -= 1;
        rest = behind;
    }
    sum
}

/// The type of a value in Rust.
macro_rules! rust_type {
    (Text $life:lifetime) => { std::borrow::Cow<$life, str> };
    (Id $life:lifetime) => { std::borrow::Cow<$life, str> };
    (Integer $life:lifetime) => { i64 };
    (Flag $life:lifetime) => { bool };
    (Time $life:lifetime) => { i64 };
    (Texts $life:lifetime) => { Vec<std::borrow::Cow<$life, str>> };
    (Integers $life:lifetime) => { Vec<i64> };
    (Times $life:lifetime) => { Vec<i64> };
    (Json $life:lifetime) => { &$life str };
}

/// What the documentation of a field adds about its type.
macro_rules! unit {
    (Time) => {
        "; milliseconds since 1970, UTC"
    };
    (Times) => {
        "; milliseconds since 1970, UTC"
    };
    (Json) => {
        "; JSON text"
    };
    ($of:ident) => {
        ""
    };
}

/// The value inside a [`FieldValue`](super::FieldValue).
macro_rules! pattern {
    (Id $value:ident) => {
        $crate::typed::FieldValue::Text($value)
    };
    ($of:ident $value:ident) => {
        $crate::typed::FieldValue::$of($value)
    };
}

pub(crate) use {field, pattern, rust_type, typed, unit};
