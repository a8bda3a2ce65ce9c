//! Methods that set one public field each, for `#[non_exhaustive]` structs.

macro_rules! setters {
    ($($name:ident: $type:ty = $value:expr,)*) => {
        $(
            #[doc = concat!("Sets the field `", stringify!($name), "`; see its documentation.")]
            #[must_use]
            pub fn $name(mut self, $name: $type) -> Self {
                self.$name = $value;
                self
            }
        )*
    };
}
