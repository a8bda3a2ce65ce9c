//! Values that have a stable name.

use std::fmt;

/// The error of [`FromStr`](std::str::FromStr) for a text that is not one of the stable names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownName;

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown name")
    }
}

impl std::error::Error for UnknownName {}

/// Prints, parses and stores values with `as_str` and `from_name` by their names.
macro_rules! names {
    ($($name:ident),*) => {
        $(
            /// The stable name.
            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(self.as_str())
                }
            }

            impl std::str::FromStr for $name {
                type Err = $crate::name::UnknownName;

                /// The value with this stable name.
                fn from_str(name: &str) -> Result<Self, Self::Err> {
                    $name::from_name(name).ok_or($crate::name::UnknownName)
                }
            }

            /// The stable name.
            impl serde::Serialize for $name {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }

            /// The value with this stable name.
            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                    name.parse().map_err(serde::de::Error::custom)
                }
            }
        )*
    };
}

pub(crate) use names;
