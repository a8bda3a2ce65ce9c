//! How an endpoint is declared, once: everything that only repeats the declaration follows from it.
//!
//! ```text
//! operation! {
//!     /// What it does; this is the documentation in every language.
//!     CloseIncidents {
//!         id: "d3.close_incidents",
//!         page: "the vendor's page",
//!         path: "/api/Command/CloseIncidentInBulk",
//!         answer: Report,
//!         reading: reply::BY_ITEMS,                        // how the vendor's answer is read
//!         effect: Idempotent,                              // Reads, Idempotent or Appends
//!         asked: |call| call.incident_numbers.0.asked(),   // the incidents that it names
//!         // and, where they are needed, in this order:
//!         check: |call| …,                                 // what concerns several parameters
//!         content: |call| …,                               // where it is not a flat list of the parameters
//!         bucket: RateBucket { … },                        // a rate limit in addition to the tenant's
//!         paging: |call| …,                                // which page it asks for
//!         at: |call| …,                                    // the path, where a parameter is part of it
//!         effect_from: |call| …,                           // the effect, where it is a parameter
//!     }
//!     required {
//!         /// What it is.
//!         incident_numbers: ids => "Incident Numbers",     // name: type => wire name
//!     }
//!     optional {
//!         /// What it is.
//!         conclusion: optional text => "Conclusion" => appends,
//!         /// What it is.
//!         severity: clearable text by clear_severity => "manual_severity",
//!     }
//! }
//! ```
//!
//! Types are `ids`, `texts`, `text`, `id` (a text that may be given as an integer), `id_list` (of such), `flag`, `integer`, `time`
//! (`yyyy-MM-dd HH:mm:ss`), `object` and `json` (anything), or any type that is a [`Value`](super::value::Value).

macro_rules! operation {
    (
        $(#[doc = $doc:literal])*
        $name:ident {
            id: $id:literal,
            page: $page:literal,
            path: $path:literal,
            answer: $answer:ident,
            reading: $reading:expr,
            effect: $effect:ident,
            asked: $asked:expr,
            $(check: $check:expr,)?
            $(content: $content:expr,)?
            $(bucket: $bucket:expr,)?
            $(paging: $paging:expr,)?
            $(at: $at:expr,)?
            $(effect_from: $effect_from:expr,)?
        }
        required {
            $($(#[doc = $rdoc:literal])* $required:ident: $rtype:tt => $rwire:literal,)*
        }
        optional {
            $(
                $(#[doc = $odoc:literal])*
                $optional:ident: $presence:ident $otype:tt $(by $clear:ident)? => $owire:literal $(=> $appends:ident)?,
            )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name {
            $($required: $crate::operation::slot::Required<$crate::operation::declare::value_type!($rtype)>,)*
            $($optional: $crate::operation::declare::slot_type!($presence $otype),)*
        }

        impl $name {
            /// The operation with its required parameters, which are checked when a request is built:
            $(#[doc = concat!("- `", stringify!($required), "`:", $($rdoc),*)])*
            pub fn new($($required: $crate::operation::declare::argument_type!($rtype)),*) -> Self {
                $name {
                    $($required: $crate::operation::slot::Required(
                        $crate::operation::declare::argument_value!($rtype $required),
                    ),)*
                    $($optional: Default::default(),)*
                }
            }

            $($crate::operation::declare::setters! {
                $presence $otype $optional [$($clear)?] $(#[doc = $odoc])*
            })*
        }

        impl $crate::operation::sealed::Sealed for $name {}

        impl $crate::operation::Operation for $name {
            type Tenant = super::Tenant;
            type Answer = $crate::answer::$answer;
            const ID: &'static str = $id;
            const PATH: &'static str = $path;
            const READING: $crate::operation::Reading = $reading;
            $(const BUCKET: Option<$crate::operation::RateBucket> = Some($bucket);)?

            $(fn path(&self) -> &str {
                let at: fn(&Self) -> &str = $at;
                at(self)
            })?

            fn validate(&self) -> Result<(), $crate::error::Error> {
                $crate::operation::slot::check_all(self)?;
                $(let check: fn(&Self) -> Result<(), $crate::error::Error> = $check;
                check(self)?;)?
                Ok(())
            }

            fn effect(&self) -> $crate::reply_context::Effect {
                use $crate::reply_context::Effect;
                $($(if $crate::operation::slot::Omissible::is_set(&self.$optional) {
                    return $crate::operation::declare::effect_of!($appends);
                })?)*
                $crate::operation::declare::effect!(self Effect::$effect, [$($effect_from)?])
            }

            fn asked(&self) -> $crate::reply_context::Asked {
                let asked: fn(&Self) -> $crate::reply_context::Asked = $asked;
                asked(self)
            }

            fn write_content(&self, body: &mut String) {
                $crate::operation::declare::content!(self body [$($content)?])
            }

            $(fn paging(&self) -> Option<$crate::reply_context::Paging> {
                let paging: fn(&Self) -> $crate::reply_context::Paging = $paging;
                Some(paging(self))
            })?

            fn from_params(params: $crate::operation::Params) -> Result<Self, $crate::error::Error> {
                let mut operation = <$name as $crate::operation::slot::Parameters>::blank();
                $crate::operation::slot::read_all(&mut operation, params)?;
                Ok(operation)
            }

            #[allow(unused_imports, reason = "an operation may have no parameters")]
            fn to_params(&self) -> $crate::operation::Params {
                use $crate::operation::slot::Slot;
                let params = $crate::operation::Params::default();
                $(let params = self.$required.put(params, stringify!($required));)*
                $(let params = self.$optional.put(params, stringify!($optional));)*
                params
            }
        }

        #[allow(unused_variables, reason = "an operation may have no parameters")]
        impl $crate::operation::slot::Parameters for $name {
            fn blank() -> Self {
                $name {
                    $($required: Default::default(),)*
                    $($optional: Default::default(),)*
                }
            }

            fn each(&self, visit: &mut $crate::operation::slot::Visit<'_>) -> Result<(), $crate::error::Error> {
                $(visit(stringify!($required), $rwire, &self.$required)?;)*
                $(visit(stringify!($optional), $owire, &self.$optional)?;)*
                Ok(())
            }

            fn each_mut(&mut self, fill: &mut $crate::operation::slot::Fill<'_>) -> Result<(), $crate::error::Error> {
                $(fill(stringify!($required), &mut self.$required)?;)*
                $(fill(stringify!($optional), &mut self.$optional)?;)*
                Ok(())
            }
        }

        #[cfg(feature = "catalogue")]
        impl $crate::operation::info::Declared for $name {
            const INFO: $crate::operation::info::OperationInfo = $crate::operation::info::OperationInfo {
                id: $id,
                name: stringify!($name),
                path: $path,
                page: $page,
                answer: stringify!($answer),
                answers: <$name as $crate::operation::Operation>::READING.answers,
                effect: $crate::reply_context::Effect::$effect,
                bucket: <$name as $crate::operation::Operation>::BUCKET,
                doc: concat!($($doc, "\n"),*),
                params: &[
                    $($crate::operation::info::ParamInfo {
                        name: stringify!($required),
                        of: <$crate::operation::declare::value_type!($rtype) as $crate::operation::value::Value>::TYPE,
                        presence: $crate::operation::info::Presence::Required,
                        wire_name: $rwire,
                        appends: false,
                        doc: concat!($($rdoc, "\n"),*),
                    },)*
                    $($crate::operation::info::ParamInfo {
                        name: stringify!($optional),
                        of: <$crate::operation::declare::value_type!($otype) as $crate::operation::value::Value>::TYPE,
                        presence: $crate::operation::declare::presence_of!($presence),
                        wire_name: $owire,
                        appends: $crate::operation::declare::is_marked!($($appends)?),
                        doc: concat!($($odoc, "\n"),*),
                    },)*
                ],
            };
        }
    };
}

/// The type that holds a value.
macro_rules! value_type {
    (ids) => { $crate::operation::ids::Ids };
    (texts) => { Vec<String> };
    (text) => { String };
    (id) => { $crate::operation::value::Id };
    (id_list) => { $crate::operation::id_list::IdList };
    (object) => { $crate::operation::Params };
    (json) => { $crate::operation::Param };
    (time) => { $crate::operation::time::Time };
    (flag) => { bool };
    (integer) => { u32 };
    ($other:ident) => { $other };
}

/// The type that holds a parameter which may be absent.
macro_rules! slot_type {
    (optional $type:tt) => { Option<$crate::operation::declare::value_type!($type)> };
    (clearable $type:tt) => { $crate::operation::Change<$crate::operation::declare::value_type!($type)> };
}

/// What callers pass.
macro_rules! argument_type {
    (ids) => { impl IntoIterator<Item = impl Into<String>> };
    (texts) => { impl IntoIterator<Item = impl Into<String>> };
    (text) => { impl Into<String> };
    (id) => { impl Into<String> };
    (id_list) => { impl IntoIterator<Item = impl Into<String>> };
    (object) => { $crate::operation::Params };
    (json) => { impl Into<$crate::operation::Param> };
    (time) => { impl Into<String> };
    (flag) => { bool };
    (integer) => { u32 };
    ($other:ident) => { impl Into<$other> };
}

/// The value of what callers pass.
macro_rules! argument_value {
    (ids $value:ident) => {
        $crate::operation::ids::Ids::new($value)
    };
    (texts $value:ident) => {
        $value.into_iter().map(Into::into).collect()
    };
    (text $value:ident) => {
        $value.into()
    };
    (id $value:ident) => {
        $crate::operation::value::Id($value.into())
    };
    (id_list $value:ident) => {
        $crate::operation::id_list::IdList::new($value)
    };
    (object $value:ident) => {
        $value
    };
    (json $value:ident) => {
        $value.into()
    };
    (time $value:ident) => {
        $crate::operation::time::Time($value.into())
    };
    (flag $value:ident) => {
        $value
    };
    (integer $value:ident) => {
        $value
    };
    ($other:ident $value:ident) => {
        $value.into()
    };
}

/// The methods that set a parameter which may be absent.
macro_rules! setters {
    (optional $type:tt $name:ident [] $(#[doc = $doc:literal])*) => {
        $(#[doc = $doc])*
        #[must_use]
        pub fn $name(mut self, $name: $crate::operation::declare::argument_type!($type)) -> Self {
            self.$name = Some($crate::operation::declare::argument_value!($type $name));
            self
        }
    };
    (clearable $type:tt $name:ident [$clear:ident] $(#[doc = $doc:literal])*) => {
        $(#[doc = $doc])*
        #[must_use]
        pub fn $name(mut self, $name: $crate::operation::declare::argument_type!($type)) -> Self {
            self.$name = $crate::operation::Change::Set($crate::operation::declare::argument_value!($type $name));
            self
        }

        #[doc = concat!("Clears the field that [`Self::", stringify!($name), "`] sets.")]
        #[must_use]
        pub fn $clear(mut self) -> Self {
            self.$name = $crate::operation::Change::Clear;
            self
        }
    };
}

/// The content: written by hand, or the parameters in order.
macro_rules! content {
    ($self:ident $body:ident []) => {
        $crate::operation::slot::write_flat($self, $body)
    };
    ($self:ident $body:ident [$content:expr]) => {{
        let content: fn(&Self) -> String = $content;
        $body.push_str(&content($self));
    }};
}

/// The effect of a request without marked parameters.
macro_rules! effect {
    ($self:ident $effect:expr, []) => {
        $effect
    };
    ($self:ident $effect:expr, [$from:expr]) => {{
        let from: fn(&Self) -> Effect = $from;
        from($self)
    }};
}

/// The effect of a request with a marked parameter.
macro_rules! effect_of {
    (appends) => {
        Effect::Appends
    };
}

#[cfg(feature = "catalogue")]
macro_rules! presence_of {
    (optional) => {
        $crate::operation::info::Presence::Optional
    };
    (clearable) => {
        $crate::operation::info::Presence::Clearable
    };
}

#[cfg(feature = "catalogue")]
macro_rules! is_marked {
    () => {
        false
    };
    ($mark:ident) => {
        true
    };
}

pub(crate) use {argument_type, argument_value, content, effect, effect_of, operation, setters, slot_type, value_type};
#[cfg(feature = "catalogue")]
pub(crate) use {is_marked, presence_of};
