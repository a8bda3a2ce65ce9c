//! How the fields of a list are declared, once.
//!
//! ```text
//! fields! {
//!     of: "xpanse.get_incidents",
//!     /// What the type has; this is the documentation in every language.
//!     filter: IncidentFilter {
//!         /// What the field is.
//!         status: Word ["new", "resolved"],          // name: kind, and the documented words if there are any
//!     }
//!     /// As above.
//!     sort: IncidentSort {
//!         /// What the field is.
//!         creation_time,
//!     }
//! }
//! ```

macro_rules! fields {
    (
        of: $operation:literal,
        $(#[doc = $filter_doc:literal])*
        filter: $filter:ident {
            $($(#[doc = $doc:literal])* $field:ident: $kind:ident $([$word:literal $(, $more:literal)*])?,)*
        }
        $(#[doc = $sort_doc:literal])*
        sort: $sort:ident {
            $($(#[doc = $order_doc:literal])* $order:ident,)*
        }
    ) => {
        $(#[doc = $filter_doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $filter {}

        impl $filter {
            $(
                $(#[doc = $doc])*
                $(#[doc = ""] #[doc = concat!("Documented: `", $word, "`" $(, ", `", $more, "`")*, ".")])?
                pub const fn $field() -> $crate::xpanse::field::$kind {
                    $crate::xpanse::field::$kind::new(stringify!($field))
                }
            )*
        }

        $(#[doc = $sort_doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $sort {}

        impl $sort {
            $(
                $(#[doc = $order_doc])*
                pub const fn $order() -> $crate::xpanse::field::Order {
                    $crate::xpanse::field::Order::new(stringify!($order))
                }
            )*
        }

        /// What each documented field can be compared with.
        pub(crate) const FIELDS: &[$crate::xpanse::filter_type::FieldRule] =
            &[$((stringify!($field), $crate::xpanse::field::$kind::OPERATORS),)*];

        #[cfg(feature = "catalogue")]
        pub(crate) const FIELDS_INFO: $crate::xpanse::field::ListFields = $crate::xpanse::field::ListFields {
            operation: $operation,
            filter: stringify!($filter),
            filter_doc: concat!($($filter_doc, "\n"),*),
            fields: &[$($crate::xpanse::field::FilterField {
                name: stringify!($field),
                kind: $crate::xpanse::field::$kind::INFO,
                words: &[$($word $(, $more)*)?],
                doc: concat!($($doc, "\n"),*),
            },)*],
            sort: stringify!($sort),
            sort_doc: concat!($($sort_doc, "\n"),*),
            sorts: &[$($crate::xpanse::field::SortField {
                name: stringify!($order),
                doc: concat!($($order_doc, "\n"),*),
            },)*],
        };
    };
}

pub(in crate::xpanse) use fields;
